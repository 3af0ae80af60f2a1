"""Findings in templates: where the object stands, where the fix is done, how grave it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calendar_app import checker
from calendar_app.checker import Mark
from calendar_app.forms.check import PartForm
from calendar_app.models import Post
from calendar_app.plan.snapshot import Ref
from calendar_app.plan.weeks import WEEK, monday
from calendar_app.rules.core import RULES, Finding, Rule, Severity
from calendar_app.rules.prose import fill
from calendar_app.rules.render import words
from calendar_app.rules.render.manual import GRADES
from smplanner.workspaces.roles import Rights

from .chips import say_mark

register = template.Library()


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is done: an address's name, the right one needs there, and the kind of object it is about.

    `key` is what the address calls the object's number: `kind` and “_id” when left out. With `query` the number is a
    part of the query instead. `otherwise` is the address where there is no such object. `given` is what a new form is
    filled with; it may hold places for a finding's facts. Where one click can do
    it, `at_once` is the address to which a button sends `press`.
    """

    address: str
    action: str
    kind: str = ""
    key: str = ""
    query: str = ""
    otherwise: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    at_once: str = ""
    press: Mapping[str, str] = field(default_factory=dict)


ACTS: Mapping[str, Place] = {
    "post.edit": Place("post", "post.write", "post"),
    "post.accept_intent": Place("post", "post.write", "post", at_once="post-intent", press={"intent": "%(suggested)s"}),
    "post.new": Place("post-new", "post.write"),
    "post.new.on": Place("post-new", "post.write", "channel", query="channel"),
    "calendar": Place("calendar", "plan.read"),
    "calendar.week": Place("calendar", "plan.read", "week", query="d"),
    "channel.edit": Place("channel-edit", "plan.write", "channel"),
    "channel.trial": Place("channel-trial", "plan.write", "channel"),
    "channel.trial.end": Place("channel-trial-end", "plan.write", "channel"),
    "channel.pause": Place("channel-pause", "plan.write", "channel"),
    "channel.leave": Place("channel-leave", "plan.write", "channel"),
    "channel.review": Place("review-new", "plan.write", "channel", query="channel"),
    "channel.new": Place("channel-new", "plan.write"),
    "channels": Place("channels", "plan.read"),
    "persona.new": Place("persona-new", "plan.write"),
    "persona.edit": Place("persona-edit", "plan.write", "persona"),
    "persona.review": Place("review-new", "plan.write", "persona", query="persona"),
    "objective.new": Place("objective-new", "plan.write"),
    "objective.edit": Place("objective-edit", "plan.write", "objective"),
    "pillar.new": Place("pillar-new", "plan.write"),
    "strategy": Place("strategy", "plan.read"),
    "strategy.text": Place("strategy-text", "plan.write"),
    "voice": Place("voice", "plan.read"),
    "readiness": Place("readiness", "plan.read"),
    "procedures": Place("procedures", "plan.read"),
    "objective.measure": Place("objective", "plan.write", "objective"),
    "listening.edit": Place("listening-edit", "plan.write"),
    "member.edit": Place("team-member", "plan.write", "member", "team_member_id", otherwise="team-member-new"),
    "budget.new": Place("budget-line-new", "plan.write"),
    "training.new": Place("readiness-action-new", "plan.write", given={"question": "training", "skill": "%(skill)s"}),
    "answering": Place("answering", "plan.write"),
    "community": Place("community", "plan.write"),
}
OBJECTS: Mapping[str, Place] = {
    "post": Place("post", "plan.read", "post"),
    "persona": Place("persona", "plan.read", "persona"),
    "channel": Place("channel", "plan.read", "channel"),
    "objective": Place("objective", "plan.read", "objective"),
    "pillar": Place("pillar", "plan.write", "pillar"),
    "member": Place("team-member", "plan.write", "member", "team_member_id"),
    "week": Place("calendar", "plan.read", "week", query="d"),
}
# Where a field of several rows stands; every other has Django's own id.
ANCHORS: Mapping[str, str] = {
    "media": "media",
    "sources": "sources",
    "keywords": "keywords",
    "advocates": "advocates",
    "uses": "platforms",
    "adjectives": "id_adjectives_0",
}
ICONS: Mapping[Severity, str] = {
    Severity.ERROR: "octagon-alert",
    Severity.WARNING: "triangle-alert",
    Severity.INFO: "circle-i",
}

BADGES: Mapping[Severity, str] = {
    Severity.ERROR: "badge-error",
    Severity.WARNING: "badge-warning",
    Severity.INFO: "badge-advice",
}
PLURALS: Mapping[Severity, object] = {
    Severity.ERROR: _("Errors"),
    Severity.WARNING: _("Warnings"),
    Severity.INFO: _("Pieces of advice"),
}


@register.filter
def severity_icon(severity: Severity) -> str:
    """The name of the drawing that stands for a severity."""
    return ICONS[severity]


@register.filter
def severity_badge(severity: Severity) -> str:
    """The class of a small word in a severity's colour."""
    return BADGES[severity]


@register.filter
def severity_plural(severity: Severity) -> object:
    """The heading over several findings of a severity."""
    return PLURALS[severity]


@register.filter
def severity_count(severity: Severity, count: int) -> str:
    """“2 errors”."""
    return words.count(severity, count)


@register.filter
def said(mark: Mark) -> str:
    """A mark in a few words, the worst first."""
    return say_mark(mark.severity, mark.count)


@register.filter
def rule_title(slug: str) -> object:
    """A rule's title; its slug when there is no such rule any more."""
    return RULES[slug].title if slug in RULES else slug


@register.filter
def evidence(rule: Rule) -> str:
    """What a rule's threshold rests on."""
    return words.evidence(rule)


@register.filter
def grounds(rule: Rule) -> str:
    """What a rule's threshold rests on, and how firm that is: “Sprout Social, 2024; practitioners agree”."""
    if rule.is_our_estimate:
        return words.evidence(rule)
    return str(words.BETWEEN_WORKS).join(filter(None, (words.evidence(rule), str(GRADES[rule.grade]))))


@register.simple_tag(takes_context=True)
def object_link(context: Mapping[str, Any], ref: Ref) -> str:
    """The address of an object; empty when it has none, or none that this person may open."""
    place = OBJECTS.get(ref.kind)
    if place is None or not ref.id or not _may(context, place):
        return ""
    path, query = _address(context, place, ref)
    return f"{path}?{urlencode(query)}" if query else path


@register.simple_tag(takes_context=True)
def fix_link(context: Mapping[str, Any], finding: Finding) -> str:
    """The address at which a finding is put right, at the field that matters; empty when this person may not.

    From there one comes back to the page that shows the finding. On the very page, it is the field alone, so that
    nothing typed there is lost.
    """
    if finding.fix is None:
        return ""
    place = ACTS[finding.fix.act]
    field = finding.fix_field
    anchor = f"#{ANCHORS.get(field, f'id_{field}')}" if field else ""
    if place.kind == "post" and _is_draft(finding.ref):
        return anchor
    target = next((ref for ref in finding.objects if ref.kind == place.kind and ref.id), None)
    if not _may(context, place) or (place.kind and target is None and not place.otherwise):
        return ""
    path, query = _address(context, place, target)
    if target is not None and not place.query and context["request"].path.startswith(path):
        return anchor
    query |= {name: fill(value, finding.facts) for name, value in place.given.items()}
    query["next"] = context["request"].get_full_path()
    return f"{path}?{urlencode(query)}{anchor}"


@register.inclusion_tag("check/_finding.html", takes_context=True)
def finding_card(context: Mapping[str, Any], finding: Finding, *, can_waive: bool = True) -> dict[str, Any]:
    """One finding: what, measured against what, what to do, and folded why."""
    return _told(context, finding, can_waive=can_waive)


@register.inclusion_tag("check/_line.html", takes_context=True)
def finding_line(context: Mapping[str, Any], finding: Finding, own_benchmark: bool) -> dict[str, Any]:
    """One finding in a card that says what all of its rule have in common."""
    return {**_told(context, finding, can_waive=True), "own_benchmark": own_benchmark}


@register.inclusion_tag("check/_note.html", takes_context=True)
def finding_note(context: Mapping[str, Any], finding: Finding, *, is_cured: bool = False) -> dict[str, Any]:
    """A finding in one line: what a change would bring or end."""
    subject = None if _is_here(context, finding.ref) else finding.ref.label
    return {"finding": finding, "subject": subject, "is_cured": is_cured}


@register.simple_tag(takes_context=True)
def findings_on(context: Mapping[str, Any], kind: str) -> Mapping[int, Mark]:
    """What the checker says of the workspace's objects of that kind, by their numbers: as many queries as a check."""
    workspace = context["request"].workspace
    return checker.marks_on(workspace, kind, timezone.now().astimezone(workspace.tz).date())


@register.inclusion_tag("check/_about.html", takes_context=True)
def findings_about(context: Mapping[str, Any], kind: str, row: Any) -> dict[str, Any]:
    """What the checker says of the one object that the page is about, and where to read all that has to do with it."""
    is_offered = kind in PartForm.base_fields and row.status != "archived"
    query = f"?{kind}={row.pk}" if is_offered else ""
    address = reverse("check", args=[context["request"].workspace.slug])
    mark = findings_on(context, kind).get(row.pk)
    return {"mark": mark, "everything": address + query, "is_part": bool(query), "request": context["request"]}


@register.inclusion_tag("check/_badge.html")
def findings_badge(marks: Mapping[int, Mark], row: Any, url: str) -> dict[str, Any]:
    """How grave the findings on `row` are and how many; nothing when it has none. `url` is its page."""
    return {"mark": marks.get(row.pk), "subject": row, "url": url}


class Card(Protocol):
    """What one rule says of several objects: those that are read at once, and those that are folded."""

    rule: Rule
    findings: tuple[Finding, ...]
    first: tuple[Finding, ...]


@register.inclusion_tag("check/_card.html", takes_context=True)
def rule_card(context: Mapping[str, Any], card: Card) -> dict[str, Any]:
    """What one rule says of several objects, in one card; the benchmark stands above them where it is the same."""
    benchmarks = {finding.benchmark for finding in card.findings}
    return {
        **_common(context),
        "card": card,
        "benchmark": benchmarks.pop() if len(benchmarks) == 1 else "",
        "own_benchmark": bool(benchmarks),
        "folded": len(card.findings) - len(card.first),
        "seen_since": context.get("seen_since"),
    }


def _told(context: Mapping[str, Any], finding: Finding, *, can_waive: bool) -> dict[str, Any]:
    """What the templates of one finding need."""
    common = _common(context)
    return {
        **common,
        "finding": finding,
        "subject": None if _is_here(context, finding.ref) else finding.ref.label,
        "can_waive": can_waive and common["can_waive"],
        "can_set": can_waive and common["can_set"],
        "button": _button(context, finding) if can_waive else None,
        "press": _press(context, finding),
        "away": context.get("open_form") is not None,
        "since": (context.get("seen_since") or {}).get(finding.key),
    }


def _common(context: Mapping[str, Any]) -> dict[str, Any]:
    rights = _rights(context)
    return {
        "can_waive": rights.check_waive,
        "can_set": rights.check_configure,
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
    }


@dataclass(frozen=True, slots=True)
class Button:
    """What puts a finding right in one click: where its form is sent, and with what."""

    address: str
    fields: Mapping[str, str]


def _button(context: Mapping[str, Any], finding: Finding) -> Button | None:
    """The button of a finding. Where the object's own form is open there is none: it would save behind the form."""
    place = ACTS[finding.fix.act] if finding.fix else None
    if place is None or not place.at_once or _is_here(context, finding.ref) or not _may(context, place):
        return None
    address, _query = _address(context, replace(place, address=place.at_once), finding.ref)
    fields = {name: fill(value, finding.facts) for name, value in place.press.items()}
    if place.kind == "post":
        fields["version"] = str(_versions(context).get(finding.ref.id, ""))
    return Button(address, {**fields, "next": context["request"].get_full_path()})


def _versions(context: Mapping[str, Any]) -> Mapping[int, int]:
    """The versions of all posts that are still worked on: one query a page, where a button needs them."""
    request = context["request"]
    if not hasattr(request, "versions_of_posts"):
        rows = Post.objects.exclude(status__in=(Post.Status.POSTED, Post.Status.CANCELLED))
        request.versions_of_posts = dict(rows.order_by().values_list("pk", "version"))
    return request.versions_of_posts


@dataclass(frozen=True, slots=True)
class Press:
    """A button of the form that is open on the page: it sends all that is typed, with a field as the finding has it."""

    form: str
    address: str
    name: str
    value: str


def _press(context: Mapping[str, Any], finding: Finding) -> Press | None:
    """The button that fills a field of the open form, which the context names in `open_form`: (its id, its check)."""
    place, form = ACTS[finding.fix.act] if finding.fix else None, context.get("open_form")
    if form is None or place is None or not place.press or not _is_here(context, finding.ref):
        return None
    name, value = next(iter(place.press.items()))
    return Press(*form, name, fill(value, finding.facts))


def _is_here(context: Mapping[str, Any], ref: Ref | None) -> bool:
    """Whether the page is about that object: its own, or one below it, such as the answer to its form."""
    if _is_draft(ref):
        return True
    place = OBJECTS.get(ref.kind) if ref is not None else None
    if ref is None or place is None or not ref.id:
        return False
    path, query = _address(context, place, ref)
    return not query and context["request"].path.startswith(path)


def _is_draft(ref: Ref | None) -> bool:
    """Whether it is a post that was never saved: only the page on which it is written shows it."""
    return ref is not None and ref.kind == "post" and not ref.id


def _may(context: Mapping[str, Any], place: Place) -> bool:
    return bool(getattr(_rights(context), place.action.replace(".", "_")))


def _rights(context: Mapping[str, Any]) -> Rights:
    return getattr(context["request"], "rights", Rights(None))


def _address(context: Mapping[str, Any], place: Place, ref: Ref | None) -> tuple[str, dict[str, str]]:
    """The path of a place for the object `ref`, and what its query says of it."""
    slug = {"slug": context["request"].workspace.slug}
    if ref is None or not place.kind:
        return reverse(place.otherwise or place.address, kwargs=slug), {}
    if place.query:
        return reverse(place.address, kwargs=slug), {place.query: _named(ref)}
    return reverse(place.address, kwargs={**slug, place.key or f"{place.kind}_id": ref.id}), {}


def _named(ref: Ref) -> str:
    """An object as a query names it: by its number, a week by its first day."""
    return monday(ref.id).isoformat() if ref.kind == WEEK else str(ref.id)
