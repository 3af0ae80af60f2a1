"""What was heard: a log whose entries become ideas for posts."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calendar_app import workflow
from calendar_app.filters import LONGEST_WORDS, fold
from calendar_app.forms.listening import InsightForm
from calendar_app.models import Insight, ListeningSource
from smplanner.workspaces.access import workspace
from smplanner.workspaces.returning import next_address

from .parts import edit_part, form_methods, remove_part
from .posts import offer_to_throw_away
from .saying import today_in

ON_A_PAGE = 20
# What a search looks into.
TEXTS = ("what", "so_what", "decision", "persona__name", "source__where")


@workspace("plan.read")
@require_safe
def insight_list(request: HttpRequest) -> HttpResponse:
    """What was heard, the latest first, narrowed by words and by the place where it was heard."""
    request.section = "strategy"
    sources = list(ListeningSource.objects.all())
    asked = request.GET.get("source", "")
    source = next((one for one in sources if str(one.pk) == asked), None)
    words = " ".join(request.GET.get("q", "").split())[:LONGEST_WORDS]
    page = Paginator(_found(source, words), ON_A_PAGE).get_page(request.GET.get("page"))
    given = {"q": words, "source": source.pk if source else ""}
    context = {
        "page": page,
        "sources": sources,
        "source": source,
        "words": words,
        "is_unknown": bool(asked) and source is None,
        "is_filtered": bool(words or source),
        "session": _day(request.GET.get("on", "")),
        "query": urlencode({name: value for name, value in given.items() if value}),
    }
    return render(request, "insights/list.html", context)


def _day(text: str) -> date | None:
    """The day of a session, as its link names it; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _found(source: ListeningSource | None, words: str) -> QuerySet[Insight]:
    insights = Insight.objects.filter(source=source) if source else Insight.objects.all()
    if words:  # as people search, which no two databases agree on: without accents, without capitals
        wanted = fold(words).split()
        texts = insights.order_by().values_list("pk", *TEXTS)
        spoken = ((pk, fold("\n".join(filter(None, parts)))) for pk, *parts in texts)
        insights = insights.filter(pk__in=[pk for pk, text in spoken if all(word in text for word in wanted)])
    return insights.select_related("source", "persona", "idea")


@workspace("plan.write")
@form_methods
def insight_new(request: HttpRequest) -> HttpResponse:
    """A new entry; the day of a session comes with its link."""
    insight = Insight(workspace=request.workspace, on=today_in(request))
    lead = _("One thing at a time: what was said, by whom, and what you make of it. It can become a post in one click.")
    page = {"back_to": "insights", "template": "insights/form.html"}
    return edit_part(request, InsightForm, insight, heading=_("Log what you heard"), lead=lead, **page)


@workspace("plan.write")
@form_methods
def insight_edit(request: HttpRequest, insight_id: int) -> HttpResponse:
    insight = get_object_or_404(Insight.objects, pk=insight_id)
    page = {"back_to": "insights", "template": "insights/form.html", "remove": "insight-delete"}
    return edit_part(request, InsightForm, insight, heading=_("What you heard"), lead="", **page)


@workspace("plan.write")
@form_methods
def insight_delete(request: HttpRequest, insight_id: int) -> HttpResponse:
    insight = get_object_or_404(Insight.objects, pk=insight_id)
    return remove_part(request, insight, _("A post that came of it stays where it is."), "insights")


@workspace("post.write")
@require_POST
def insight_idea(request: HttpRequest, insight_id: int) -> HttpResponse:
    """Make a post of the reserve out of what was heard."""
    insight = get_object_or_404(Insight.objects, pk=insight_id)
    post, is_new = workflow.take_up(insight, request.user, timezone.now())
    back = next_address(request, reverse("insights", args=[request.workspace.slug]))
    if is_new:
        messages.success(request, _("“%(title)s” is in the reserve, as an idea.") % {"title": post.title})
        offer_to_throw_away(request, post, _("Undo"), [("next", back)])
    else:
        messages.info(request, _("It has become “%(title)s” already.") % {"title": post.title})
    return redirect(back)
