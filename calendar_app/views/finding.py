"""Going anywhere by name: the pages of a workspace and what it holds, for the palette and on a page of its own."""

from collections.abc import Iterator
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from calendar_app import finding
from calendar_app.filters import fold
from calendar_app.finding import Found
from calendar_app.view_words import NAMES
from smplanner.days import date_format
from smplanner.workspaces.access import workspace


class Page(NamedTuple):
    """A page that has a name; `right` is what one must be allowed to see it, `query` what its address ends with."""

    label: Promise
    name: str
    icon: str
    right: str = ""
    query: str = ""


class Line(NamedTuple):
    """One answer: what it is called, what it is, its drawing, and where it leads."""

    label: str
    kind: str
    icon: str
    url: str


ACTS = (
    Page(gettext_lazy("New post"), "post-new", "plus", "post_write"),
    Page(gettext_lazy("Today"), "calendar", "calendar", query="?view=month"),
    Page(gettext_lazy("New note on a day"), "day-note-new", "pencil", "post_write"),
    Page(gettext_lazy("New key date"), "key-date-new", "star", "plan_write"),
    Page(gettext_lazy("New persona"), "persona-new", "users", "plan_write"),
    Page(gettext_lazy("New campaign"), "campaign-new", "megaphone", "plan_write"),
)
VIEW_ICONS = {"list": "list", "board": "board"}
PAGES = (
    *(Page(name, "calendar", VIEW_ICONS.get(view, "calendar"), query=f"?view={view}") for view, name in NAMES.items()),
    Page(gettext_lazy("To do"), "todo", "list"),
    Page(gettext_lazy("Weekly review"), "weekly", "chart"),
    Page(gettext_lazy("To post"), "due", "megaphone"),
    Page(gettext_lazy("To review"), "review-queue", "eye"),
    Page(gettext_lazy("Notices"), "notices", "bell"),
    Page(gettext_lazy("Checks"), "check", "circle-check"),
    Page(gettext_lazy("Gaps and load"), "gaps", "half"),
    Page(gettext_lazy("Dates"), "dates", "calendar"),
    Page(gettext_lazy("Strategy"), "strategy", "target"),
    Page(gettext_lazy("Personas"), "personas", "users"),
    Page(gettext_lazy("Listening plan"), "listening", "ear"),
    Page(gettext_lazy("What we heard"), "insights", "ear"),
    Page(gettext_lazy("Community"), "community", "users"),
    Page(gettext_lazy("Partners"), "partners", "users"),
    Page(gettext_lazy("Are we ready?"), "readiness", "list"),
    Page(gettext_lazy("The written strategy"), "strategy-text", "pencil", "plan_write"),
    Page(gettext_lazy("Objectives and measures"), "objectives", "target"),
    Page(gettext_lazy("Brand voice"), "voice", "megaphone"),
    Page(gettext_lazy("Team, hours and money"), "means", "clock"),
    Page(gettext_lazy("Reviews"), "reviews", "help"),
    Page(gettext_lazy("Channels"), "channels", "megaphone"),
    Page(gettext_lazy("Who is where"), "fit", "board"),
    Page(gettext_lazy("How we answer"), "answering", "mail"),
    Page(gettext_lazy("Procedures"), "procedures", "list"),
    Page(gettext_lazy("Criticism"), "criticism", "mail"),
    Page(gettext_lazy("Campaigns and closed days"), "campaigns", "megaphone"),
    Page(gettext_lazy("The document"), "document", "print"),
    Page(gettext_lazy("The rules of the checks"), "rule-settings", "gear"),
    Page(gettext_lazy("Posts in the trash"), "post-trash", "trash", "post_delete"),
    Page(gettext_lazy("Idea bank"), "ideas", "tray"),
    Page(gettext_lazy("History"), "history", "clock"),
    Page(gettext_lazy("Log of the whole workspace"), "log", "list"),
    Page(gettext_lazy("Log"), "log", "list"),
    Page(gettext_lazy("iCal subscriptions"), "feeds", "calendar"),
    Page(gettext_lazy("Links for outsiders"), "guest-links", "link", "guest_share"),
    Page(gettext_lazy("Export and import"), "tables", "download"),
    Page(gettext_lazy("Team"), "members", "users"),
    Page(gettext_lazy("Workspace settings"), "workspace-settings", "gear", "workspace_manage"),
)
# What is found by its name: what it is, its drawing, and the address of one.
KINDS = {
    "post": (gettext_lazy("Post"), "pencil", "post"),
    "persona": (gettext_lazy("Persona"), "users", "persona"),
    "channel": (gettext_lazy("Channel"), "megaphone", "channel"),
    "campaign": (gettext_lazy("Campaign"), "megaphone", "campaign"),
    "objective": (gettext_lazy("Objective"), "target", "objective"),
    "pillar": (gettext_lazy("Pillar"), "flag", "pillar"),
    "partner": (gettext_lazy("Partner"), "users", "partner"),
    "keydate": (gettext_lazy("Key date"), "star", "key-date"),
    "view": (gettext_lazy("Saved view"), "eye", "calendar"),
}
# Whoever may not change these reads about them on the page that lists them.
READ_ON = {"campaign": "campaigns", "pillar": "strategy", "partner": "partners", "keydate": "dates"}


@workspace("plan.read")
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """What the words name: as JSON for the palette, or as a page."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[: finding.LONGEST]
    lines = [*_pages(request, words), *(_line(request, one) for one in finding.find(words, request.user.pk))]
    if request.accepts("text/html"):
        request.section = "find"
        return render(request, "find.html", {"words": words, "lines": lines})
    return JsonResponse({"results": [line._asdict() for line in lines]})


def _pages(request: HttpRequest, words: str) -> Iterator[Line]:
    """Pages and acts that have all the words in their names; without any words, all of them."""
    asked = fold(words).split()
    for kind, pages in ((_("Do"), ACTS), (_("Go to"), PAGES)):
        for page in pages:
            name = fold(str(page.label))
            if all(word in name for word in asked) and (not page.right or getattr(request.rights, page.right)):
                url = reverse(page.name, args=[request.workspace.slug]) + page.query
                yield Line(str(page.label), kind, page.icon, url)


def _line(request: HttpRequest, one: Found) -> Line:
    words, icon, name = KINDS[one.kind]
    slug, kind = request.workspace.slug, str(words)
    if one.kind == "view":
        return Line(one.name, kind, icon, f"{reverse(name, args=[slug])}?{one.said}")
    if one.kind in READ_ON and not request.rights.plan_write:
        return Line(one.name, kind, icon, reverse(READ_ON[one.kind], args=[slug]))
    if one.day:
        kind = f"{kind} · {date_format(one.day, 'j F Y')}"
    return Line(one.name, kind, icon, reverse(name, args=[slug, one.id]))
