"""The welcome: five steps from an empty workspace to four weeks of slots, and what becomes of the slots."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from calendar_app import proposals
from calendar_app.forms.ideas import PersonasForm, ThemesForm
from calendar_app.forms.rhythm import RhythmForm
from calendar_app.forms.welcome import PostsForm, SpaceForm
from calendar_app.models import Post
from smplanner.workspaces.access import workspace
from smplanner.workspaces.returning import next_address, offer_undo

form_methods = require_http_methods(["GET", "HEAD", "POST"])

STEPS = (
    ("welcome-space", gettext_lazy("Space")),
    ("welcome-platforms", gettext_lazy("Platforms")),
    ("welcome-personas", gettext_lazy("Personas")),
    ("welcome-themes", gettext_lazy("Objectives and pillars")),
    ("welcome-posts", gettext_lazy("First posts")),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five, as the list of them shows it."""

    number: int
    title: str
    url: str
    is_here: bool


def _steps(request: HttpRequest, here: str) -> list[Step]:
    return [
        Step(number, str(title), reverse(name, args=[request.workspace.slug]), name == here)
        for number, (name, title) in enumerate(STEPS, start=1)
    ]


def _step(request: HttpRequest, here: str, form_class: type[BaseForm], **options: Any) -> HttpResponse:
    """Show a step, or fill it with examples, or save it and go on to the next."""
    request.section = "strategy"
    steps = _steps(request, here)
    place = next(step.number for step in steps if step.is_here)
    after = steps[place].url if place < len(steps) else reverse("calendar", args=[request.workspace.slug])
    about = {"workspace": request.workspace, "actor": request.user, "now": timezone.now(), **options}
    status, form = 200, form_class(**about)
    if "examples" in request.POST:
        form = form_class(initial=form.filled(request.POST), **about)
    elif request.method == "POST":
        form = form_class(request.POST, **about)
        if form.is_valid() and "count" not in request.POST:
            return redirect(_said(request, form.save_step()) or after)
        status = 422 if form.errors else 200
    context = {
        "form": form,
        "steps": steps,
        "step": steps[place - 1],
        "before": steps[place - 2].url if place > 1 else "",
        "after": after,
        "is_last": place == len(steps),
    }
    return render(request, f"welcome/{here.removeprefix('welcome-')}.html", context, status=status)


def _said(request: HttpRequest, posts: Sequence[Post] | None) -> str:
    """After the last step: say what was laid out, and lead to the month where it begins."""
    if posts is None:
        return ""
    calendar = reverse("calendar", args=[request.workspace.slug])
    if not posts:
        messages.success(request, _("Your plan is ready. Choose a day and write the first post."))
        return calendar
    return f"{calendar}?d={posts[0].local_date.isoformat()}"


@workspace("plan.write")
@form_methods
def space(request: HttpRequest) -> HttpResponse:
    """What kind of organisation this is, and its settings."""
    return _step(request, "welcome-space", SpaceForm, may_manage=request.rights.workspace_manage)


@workspace("plan.write")
@form_methods
def platforms(request: HttpRequest) -> HttpResponse:
    """Where one posts, how often, and the hours it takes."""
    return _step(request, "welcome-platforms", RhythmForm)


@workspace("plan.write")
@form_methods
def personas(request: HttpRequest) -> HttpResponse:
    """Whom one speaks to."""
    return _step(request, "welcome-personas", PersonasForm)


@workspace("plan.write")
@form_methods
def themes(request: HttpRequest) -> HttpResponse:
    """What it is for, and what one speaks about."""
    return _step(request, "welcome-themes", ThemesForm)


@workspace("plan.write")
@form_methods
def posts(request: HttpRequest) -> HttpResponse:
    """What one writes first, and when."""
    return _step(request, "welcome-posts", PostsForm)


@workspace("post.delete")
@require_POST
def slots_withdraw(request: HttpRequest) -> HttpResponse:
    """Take away every slot that nobody touched."""
    now = timezone.now()
    gone = proposals.withdraw(request.user, now)
    back = next_address(request, reverse("calendar", args=[request.workspace.slug]))
    if gone:
        said = ngettext("%(n)d slot is in the trash.", "%(n)d slots are in the trash.", gone)
        messages.success(request, said % {"n": gone})
        url = reverse("slots-restore", args=[request.workspace.slug])
        offer_undo(request, url, _("Take them back"), [("at", now.isoformat())])
    return redirect(back)


@workspace("post.delete")
@require_POST
def slots_restore(request: HttpRequest) -> HttpResponse:
    """Bring back the slots that were taken away at one moment, which the form names."""
    taken_at = _moment(request.POST.get("at", ""))
    there = proposals.bring_back(taken_at, request.user, timezone.now()) if taken_at else 0
    if there:
        messages.success(request, ngettext("%(n)d slot is back.", "%(n)d slots are back.", there) % {"n": there})
    return redirect(next_address(request, reverse("calendar", args=[request.workspace.slug])))


def _moment(text: str) -> Any:
    """The instant that `text` names; None when it names none."""
    try:
        read = parse_datetime(text)
    except ValueError:
        return None
    return read if read and read.tzinfo else None
