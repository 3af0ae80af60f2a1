"""The manual of the rules, for any signed-in person."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from calendar_app import benchmarks
from calendar_app.rules.changes import conditions
from calendar_app.rules.core import ERRORS, RULES
from calendar_app.rules.engine import shown_by
from calendar_app.rules.render.manual import GRADES, by_point
from calendar_app.rules.render.words import KINDS
from smplanner.workspaces.access import signed_in


@signed_in
@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """Every rule, under the four key points."""
    return render(request, "rules/list.html", {"points": by_point().items(), "count": len(RULES)})


@signed_in
@require_safe
def rule_page(request: HttpRequest, rule: str) -> HttpResponse:
    """What one rule looks for, why, and what can be set."""
    if rule not in RULES:
        raise Http404
    found = RULES[rule]
    shown = shown_by(found)
    context = {
        "rule": found,
        "finding": shown,
        "conditions": conditions(shown),
        "kinds": [KINDS[kind] for kind in found.scope],
        "hides": [RULES[slug] for slug in found.hides],
        "errors": [(number, ERRORS[number]) for number in found.errors],
        "thresholds": list(benchmarks.in_force(found)),
        "grade": GRADES[found.grade],
    }
    return render(request, "rules/rule.html", context)
