"""The board: posts in columns, by their status or by whom, where or what they are for; and putting one into another."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from calendar_app import revisions, workflow
from calendar_app.facets import Facets, Option
from calendar_app.filters import COLUMNS, State
from calendar_app.forms.placing import PlaceForm
from calendar_app.grid import Entry
from calendar_app.models import Post
from calendar_app.view_words import FACETS
from smplanner.workspaces.access import workspace
from smplanner.workspaces.returning import next_address, offer_undo

from .editor import wants_json
from .following import also_address, also_offer
from .meanwhile import meanwhile, refuse_stale
from .reasons import why_offer
from .saying import asked_words, calendar_address


@dataclass(frozen=True, slots=True)
class Column:
    """One value of the facet that the board is by, and the posts that have it; `value` is how a form sends it."""

    option: Option
    value: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Columns:
    """The board: its columns, and what else they may be of, with the queries that lead there."""

    by: str
    title: str
    shown: list[Column]
    others: list[tuple[str, str, str]]


def columns(state: State, known: Facets, entries: Iterable[Entry]) -> Columns:
    """The posts in the columns that the address asks for; in each by day, what has none at the end."""
    stacks: dict[object, list[Entry]] = {}
    for entry in entries:
        stacks.setdefault(getattr(entry, state.by), []).append(entry)
    shown = [
        Column(option, "" if key is None else str(key), sorted(stacks.get(key, ()), key=_when))
        for key, option in known[state.by].items()
        if option.offered or key in stacks
    ]
    others = [(facet, str(FACETS[facet]), state.query(by=facet)) for facet in COLUMNS]
    return Columns(state.by, str(FACETS[state.by]), shown, others)


def _when(entry: Entry) -> tuple[Any, ...]:
    if entry.day is None:
        return (True,)
    return False, entry.day, entry.clock is not None, entry.clock, entry.id


@workspace("post.write")
@require_http_methods(["GET", "HEAD", "POST"])
def post_place(request: HttpRequest, post_id: int) -> HttpResponse:
    """Another column of the board for a post: another status, persona, pillar, channel, or someone else's care."""
    request.section = "calendar"
    post = get_object_or_404(Post.objects.select_related("workspace", "channel__platform"), pk=post_id)
    by = request.POST.get("by") or request.GET.get("by") or COLUMNS[0]
    if by not in COLUMNS:
        raise BadRequest("no board has such columns")
    before = getattr(post, Post._meta.get_field(by).attname)
    data = None
    if request.method == "POST":
        data = {by: request.POST.get("value", request.POST.get(by, ""))}
        data |= {name: request.POST.get(name, "") for name in ("version", "reason")}
    form = PlaceForm(data, instance=post, workspace=request.workspace, by=by, rights=request.rights)
    if data is not None:
        if refusal := refuse_stale(request, post, _("Move"), form):
            return refusal
        if form.is_valid():
            return _place(request, form, by, before)
    if form.errors and wants_json(request):
        return JsonResponse({"ok": False, "message": _why(form)}, status=422)
    context = {"post": post, "form": form, "by": by, "label": FACETS[by], "next": next_address(request, "")}
    return render(request, "posts/place.html", context, status=422 if form.errors else 200)


def _place(request: HttpRequest, form: PlaceForm, by: str, before: Any) -> HttpResponse:
    now = timezone.now()
    try:
        version, reason = form.cleaned_data["version"], form.cleaned_data.get("reason", "")
        post = workflow.edit(form.instance, version, form.changed_facts, request.user, now, reason=reason)
    except Post.DoesNotExist:  # thrown away between reading it and placing it
        raise Http404 from None
    except workflow.StalePost:
        return meanwhile(request, form.instance, _("Move"), form)
    words = {"title": post.title, "place": form.chosen_in_words, "label": FACETS[by]}
    is_in = _("“%(title)s” is now in “%(place)s”.")
    message = (is_in if form.chosen_in_words else _("“%(title)s” is now without: %(label)s.")) % words
    message = " ".join(filter(None, [message, asked_words(post, now)]))
    url = reverse("post-place", args=[request.workspace.slug, post.pk])
    undo = {"by": by, "value": "" if before is None else str(before), "version": str(post.version)}
    if wants_json(request):
        answer = {"ok": True, "version": post.version, "message": message}
        answer |= why_offer(request, _called_off(post, before, by), [post])
        return JsonResponse({**answer, "undo": {"url": url, **undo}} | also_offer(request, post))
    messages.success(request, message)
    offer_undo(request, url, _("Take it back"), undo.items())
    return redirect(also_address(request, post, next_address(request, _board_address(request, post, by))))


def _called_off(post: Post, before: Any, by: str) -> int | None:
    """The row of the log that says that `post` was called off just now, if it was."""
    is_called_off = by == "status" and post.status == Post.Status.CANCELLED != before
    return revisions.event_of(post) if is_called_off else None


def _board_address(request: HttpRequest, post: Post, by: str) -> str:
    address = calendar_address(request, post)
    return f"{address}{'&' if '?' in address else '?'}view=board&by={by}"


def _why(form: PlaceForm) -> str:
    return " ".join(str(message) for found in form.errors.values() for message in found)
