"""Several posts at once: chosen in a view of the calendar, changed with one request, taken back with one more."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from calendar_app import asking, campaign_days, together
from calendar_app.forms.reasons import WithReason
from calendar_app.forms.together import ASSIGN, DayForm, ShiftAllForm, chosen_posts
from calendar_app.models import Campaign, Post
from calendar_app.together import Done, Refused, Why
from smplanner.workspaces.access import workspace
from smplanner.workspaces.returning import next_address, offer_undo

from .editor import wants_json
from .meanwhile import meanwhile_several, refuse_unread
from .reasons import why_offer
from .saying import say_moment, stands

MOVES: Mapping[str, type[forms.Form]] = {"days": ShiftAllForm, "day": DayForm, "reserve": WithReason}
ACTS = (*MOVES, *ASSIGN, "trash")
# How many of the posts that stand in the way are named.
MOST_NAMED = 10
LONGEST_NUMBER = 19


@workspace("post.write")
@require_POST
def posts_together(request: HttpRequest) -> HttpResponse:
    """Change all the posts that are chosen, or none; without an act to do, the page that offers what can be done."""
    request.section = "calendar"
    try:
        chosen = chosen_posts(request.POST)
    except forms.ValidationError as error:
        return _refuse(request, error.messages, 422)
    act = request.POST.get("act", "")
    if act not in ("", *ACTS):
        raise BadRequest("no button sends such an act")
    form = _form(request, act)
    if not act or (form is not None and not form.is_valid()):
        if wants_json(request) and form is not None and form.errors:
            return _refuse(request, [next(iter(form.errors.values()))[0]], 422)
        return _offer(request, chosen, {act: form} if act else {})
    if refusal := refuse_unread(request, chosen, _back(request)):
        return refusal
    try:
        done = _carry_out(request, chosen, act, form)
    except Post.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return _refuse(request, reasons(refused), 409)
    return _say_done(request, act, done)


def _form(request: HttpRequest, act: str) -> forms.Form | None:
    """What the request fills in for `act`; None where there is nothing to fill in."""
    if act in ASSIGN:
        return ASSIGN[act](request.POST, workspace=request.workspace, rights=request.rights)
    return MOVES[act](request.POST) if act in MOVES else None


def _carry_out(request: HttpRequest, chosen: dict[int, int | None], act: str, form: forms.Form | None) -> Done:
    now = timezone.now()
    if act == "trash":
        if not request.rights.post_delete:
            raise PermissionDenied("post.delete")
        return together.trash(chosen, request.user, now)
    filled = form.cleaned_data if form is not None else {}
    goal, reason = filled.get(act), filled.get("reason", "")
    if act == "days" and (number := request.POST.get("with_campaign")):
        return campaign_days.shift(_campaign(request, number), chosen, goal, request.user, now, reason=reason)
    if act == "days":
        todo = together.shift(goal)
    elif act in {"day", "reserve"}:
        todo = together.place(goal)
    else:
        todo = together.assign(act, goal, now)
    verb = "edited" if act in ASSIGN else "moved"
    return together.change(chosen, todo, verb, request.user, now, reason=reason)


def _campaign(request: HttpRequest, number: str) -> Campaign:
    """The campaign whose own days shall move with its posts."""
    if not request.rights.plan_write:
        raise PermissionDenied("plan.write")
    if not (number.isascii() and number.isdecimal() and len(number) < LONGEST_NUMBER):
        raise Http404
    return get_object_or_404(Campaign.objects, pk=int(number))


def _offer(request: HttpRequest, chosen: dict[int, int | None], filled: dict[str, Any]) -> HttpResponse:
    """The page with the chosen posts, and everything that can be done with them."""
    rows = Post.objects.filter(pk__in=chosen).select_related("channel__platform").order_by("publish_at", "pk")
    posts = list(rows)
    if len(posts) != len(chosen):
        raise Http404
    blank: dict[str, forms.Form] = {name: kind() for name, kind in MOVES.items()}
    blank |= {name: kind(workspace=request.workspace, rights=request.rights) for name, kind in ASSIGN.items()}
    forms_of = blank | filled
    for name, form in forms_of.items():
        if form is not None:
            form.auto_id = f"together-{name}-%s"
    context = {
        "posts": [(post, say_moment(post)) for post in posts],
        "chosen": ",".join(f"{post.pk}:{chosen[post.pk] or post.version}" for post in posts),
        "moves": [(name, forms_of[name]) for name in MOVES],
        "assigns": [(name, forms_of[name]) for name in ASSIGN],
        "next": next_address(request, ""),
    }
    return render(request, "posts/together.html", context, status=422 if filled else 200)


def reasons(refused: Refused) -> list[str]:
    """A sentence for each post that stands in the way, and one that says that nothing was changed."""
    words = {
        Why.STALE: _("“%(title)s”: someone changed it meanwhile."),
        Why.FAR: _("“%(title)s”: it would lie outside the years 2000 to 2100."),
        Why.LOCKED: _("“%(title)s”: it is approved and locked until somebody reopens it."),
        Why.UNASKED: _("“%(title)s”: here a post is approved by an answer, after it was handed in."),
    }
    said = [words[why] % {"title": post.title} for post, why in refused.reasons[:MOST_NAMED]]
    left = len(refused.reasons) - len(said)
    if left:
        said.append(ngettext("And %(n)s more.", "And %(n)s more.", left) % {"n": left})
    return [_("Nothing was changed."), *said]


def _refuse(request: HttpRequest, sentences: list[str], status: int) -> HttpResponse:
    if status == 409:
        return meanwhile_several(request, sentences, _back(request))
    if wants_json(request):
        return JsonResponse({"ok": False, "message": " ".join(sentences)}, status=status)
    messages.error(request, " ".join(sentences))
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    return next_address(request, reverse("calendar", args=[request.workspace.slug]))


def _say_done(request: HttpRequest, act: str, done: Done) -> HttpResponse:
    message = " ".join(filter(None, [_message(act, len(done.posts)), _asked(request, act, done)]))
    url = reverse("history-undo", args=[request.workspace.slug, done.event]) if done.event else ""
    if wants_json(request):
        undo = {"url": url} if url else None
        is_asked = act in {*MOVES, "status"} and not request.POST.get("reason")
        why = why_offer(request, done.event, done.posts) if is_asked else {}
        return JsonResponse({"ok": True, "message": message, "posts": stands(done.posts), "undo": undo} | why)
    messages.success(request, message)
    if url:
        offer_undo(request, url, _("Undo"))
    return redirect(_back(request))


def _asked(request: HttpRequest, act: str, done: Done) -> str:
    """How many of the posts were handed in by the act, because it asks again for an answer."""
    asks = act in {"status", "channel"} or (act in {"days", "day", "reserve"} and request.workspace.approval_on_date)
    number = sum(post.status == Post.Status.IN_REVIEW for post in done.posts)
    if not asks or not number or not asking.has_approval(request.workspace):
        return ""
    return ngettext("%(n)s waits for an answer now.", "%(n)s wait for an answer now.", number) % {"n": number}


def _message(act: str, n: int) -> str:
    if not n:
        return _("Nothing had to be changed.")
    if act == "trash":
        said = ngettext("%(n)s post is in the trash.", "%(n)s posts are in the trash.", n)
    elif act in ASSIGN:
        said = ngettext("%(n)s post is changed.", "%(n)s posts are changed.", n)
    else:
        said = ngettext("%(n)s post is moved.", "%(n)s posts are moved.", n)
    return said % {"n": n}
