"""Posts made at once: from one line, from another post, from an idea whose day has come; and the slots for them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from calendar_app import making, workflow
from calendar_app.forms.making import CopyForm, LineForm, PlanForm
from calendar_app.models import Post, PostTemplate
from calendar_app.oneline import Line, Names, read
from calendar_app.together import Done, Refused
from smplanner.days import date_format
from smplanner.workspaces.access import workspace
from smplanner.workspaces.returning import next_address, offer_undo

from .editor import wants_json
from .meanwhile import meanwhile, version_in
from .posts import offer_to_throw_away
from .saying import calendar_address, say_clock_change, say_moment, today_in

form_methods = require_http_methods(["GET", "HEAD", "POST"])


def offer_to_undo(request: HttpRequest, done: Done) -> None:
    """A button that takes the whole act back."""
    if done.event:
        offer_undo(request, reverse("history-undo", args=[request.workspace.slug, done.event]), _("Undo"))


# --- One line ------------------------------------------------------------------------------------------------------


@workspace("post.write")
@form_methods
def post_line(request: HttpRequest) -> HttpResponse:
    """A post from one line: first what was understood of it, with what can be taken back, then the post.

    The quick dialog asks for JSON, and saves elsewhere.
    """
    request.section = "calendar"
    day = _day(request.POST.get("day") or request.GET.get("day"))
    form = LineForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "day": day, "next": next_address(request, "")}
    if request.method == "POST" and form.is_valid():
        names = making.names()
        kept = request.POST.getlist("keep")
        line = read(form.cleaned_data["line"], today_in(request), names, kept=kept, has_day=day is not None)
        told = tell(line, day, names)
        if wants_json(request):
            return JsonResponse({"ok": True, **told})
        if "add" in request.POST:
            return _add(request, line, day)
        context |= {"told": told, "kept": kept}
    elif form.errors and wants_json(request):
        return JsonResponse({"ok": False, "errors": form.errors.get_json_data()}, status=422)
    return render(request, "making/line.html", context, status=422 if form.errors else 200)


def _day(text: str | None) -> date | None:
    try:
        day = parse_date(text) if text else None
    except ValueError:
        return None
    return day if day and 2000 <= day.year <= 2100 else None


def _add(request: HttpRequest, line: Line, day: date | None) -> HttpResponse:
    post = Post(
        workspace=request.workspace,
        title=line.title[:200],
        local_date=line.value("day") or day,
        local_time=line.value("time"),
        channel_id=line.value("channel"),
        persona_id=line.value("persona"),
        pillar_id=line.value("pillar"),
    )
    workflow.create(post, request.user, timezone.now())
    messages.success(
        request, _("“%(title)s” is added: %(moment)s.") % {"title": post.title, "moment": say_moment(post)}
    )
    say_clock_change(request, post)
    offer_to_throw_away(request, post, _("Undo"))
    return redirect(next_address(request, calendar_address(request, post)))


def tell(line: Line, day: date | None, names: Names) -> dict[str, Any]:
    """What was understood of a line, in words and as what the fields of the quick dialog take.

    `day` is the one that stands there when the line names none. `parts` are what can be taken back.
    """
    called = {
        "channel": {name.key: name.label for name in names.channels},
        "persona": {name.key: name.label for name in names.personas},
        "pillar": {name.key: name.label for name in names.pillars},
    }
    parts = [
        {"kind": part.kind, "words": part.words, "says": _say_part(part.kind, part.value, called)}
        for part in line.parts
    ]
    when = line.value("day") or day
    said = [_say_day(when)] if when else [_("in the reserve")]
    if clock := line.value("time"):
        said[0] = f"{said[0]}, {date_format(clock, 'H:i')}"
    said += [_say_part(kind, line.value(kind), called) for kind in called if line.value(kind) is not None]
    said.append(_("title “%(title)s”") % {"title": line.title})
    return {
        "sentence": " · ".join(said),
        "parts": parts,
        "unclear": [_say_unclear(one.kind, one.words) for one in line.unclear],
        "fields": {
            "title": line.title,
            "local_date": line.value("day").isoformat() if line.value("day") else "",
            "local_time": line.value("time").isoformat("minutes") if line.value("time") else "",
            **{kind: line.value(kind) or "" for kind in called},
        },
    }


def _say_day(day: date) -> str:
    said = date_format(day, "l j F Y")
    return said[:1].upper() + said[1:]


def _say_part(kind: str, value: Any, called: Mapping[str, Mapping[int, str]]) -> str:
    if kind == "day":
        return _say_day(value)
    if kind == "time":
        return date_format(value, "H:i")
    if kind == "channel":
        return called[kind][value]
    patterns = {"persona": _("for %(name)s"), "pillar": _("pillar %(name)s")}
    return patterns[kind] % {"name": called[kind][value]}


def _say_unclear(kind: str, words: str) -> str:
    patterns = {
        "day": _("“%(words)s” could be another day, and stays in the title."),
        "time": _("“%(words)s” has no day to it or is one hour of several, and stays in the title."),
        "channel": _("“%(words)s” could be more than one channel, and stays in the title."),
        "persona": _("“%(words)s” could be more than one persona, and stays in the title."),
        "pillar": _("“%(words)s” could be more than one pillar, and stays in the title."),
    }
    return patterns[kind] % {"words": words}


# --- Free slots ----------------------------------------------------------------------------------------------------


def slot_words(free: making.Free) -> str:
    """“Tue 24 Nov 09:00”, in the page's language."""
    day = date_format(free.day, "D j M")
    if not (get_language() or "fr").startswith("en"):  # only English writes these with capitals
        day = day.lower()
    return f"{day} {date_format(free.clock, 'H:i')}"


def slot_facts(free: making.Free | None) -> dict[str, Any] | None:
    """What a button about a free slot needs."""
    if free is None:
        return None
    return {
        "day": free.day.isoformat(),
        "time": free.clock.isoformat("minutes"),
        "channel": free.channel.pk,
        "name": str(free.channel),
        "label": _("Next free slot: %(slot)s") % {"slot": slot_words(free)},
    }


@workspace("plan.read")
@require_safe
def slots(request: HttpRequest) -> HttpResponse:
    """The next free slot of each channel, and the earliest of all; of the one `post` that is asked about, its own."""
    free = making.free_slots(request.workspace, timezone.now())
    asked = request.GET.get("post", "")
    channel = None
    if asked.isascii() and asked.isdecimal() and len(asked) < 19:
        channel = Post.objects.filter(pk=int(asked)).values_list("channel_id", flat=True).first()
    return JsonResponse(
        {
            "channels": {str(key): slot_facts(one) for key, one in free.items()},
            "any": slot_facts(making.slot_for(None, free)),
            "own": slot_facts(making.slot_for(channel, free)) if asked else None,
            "templates": [] if asked else [_template_facts(one) for one in PostTemplate.objects.all()],
        }
    )


def _template_facts(template: PostTemplate) -> dict[str, Any]:
    """What the quick dialog shows of a template; the rest is taken from it when the post is saved."""
    fields = {"title": template.title, "channel": template.channel_id, "persona": template.persona_id}
    return {"id": template.pk, "name": template.name, "fields": {**fields, "pillar": template.pillar_id}}


# --- Ideas whose day has come --------------------------------------------------------------------------------------


@workspace("post.write")
@form_methods
def post_plan(request: HttpRequest, post_id: int) -> HttpResponse:
    """The next free slot of a post: named on a page, or taken, as a button says; `again` puts a copy there instead."""
    request.section = "calendar"
    post = get_object_or_404(Post.objects.select_related("workspace", "channel__platform"), pk=post_id)
    now = timezone.now()
    if request.method != "POST":
        free = making.slot_for(post.channel_id, making.free_slots(request.workspace, now))
        back = next_address(request, reverse("post", args=[request.workspace.slug, post.pk]))
        context = {"post": post, "slot": slot_facts(free), "moment": say_moment(post), "next": back}
        return render(request, "making/plan.html", context)
    slot = asked_slot(request)
    if "again" in request.POST:  # a copy: of `post` itself nothing is changed
        target = making.Target(post.channel or slot["channel"], slot["day"], slot["time"])
        return say_planned(request, making.copy_to(post, [target], request.user, now))
    try:
        to = (slot["day"], slot["time"], slot["channel"])
        done = making.plan(post, *to, request.user, now, version_in(request))
    except Post.DoesNotExist:  # thrown away between reading it and planning
        raise Http404 from None
    except Refused:
        return meanwhile(request, post, _("Put it there"))
    return say_planned(request, done)


def asked_slot(request: HttpRequest) -> dict[str, Any]:
    """The day, hour and channel that a button sent. Raises BadRequest for what no button sends."""
    form = PlanForm(request.POST)
    if not form.is_valid():
        raise BadRequest("no button sends such a slot")
    return form.cleaned_data


def say_planned(request: HttpRequest, done: Done) -> HttpResponse:
    """Back to where one was, with what was planned and a way to take it back."""
    for post in done.posts:
        said = {"title": post.title, "moment": say_moment(post)}
        messages.success(request, _("“%(title)s” is planned: %(moment)s.") % said)
    offer_to_undo(request, done)
    return redirect(next_address(request, reverse("ideas", args=[request.workspace.slug])))


# --- Copies --------------------------------------------------------------------------------------------------------


@workspace("post.write")
@form_methods
def post_copy(request: HttpRequest, post_id: int) -> HttpResponse:
    """Copies of a post on another day, some weeks later, on one channel or several."""
    request.section = "calendar"
    post = get_object_or_404(Post.objects.select_related("workspace", "channel__platform"), pk=post_id)
    form = CopyForm(request.POST if request.method == "POST" else None, post=post)
    if form.is_bound and form.is_valid():
        done = making.copy_to(post, form.targets(), request.user, timezone.now())
        number, first = len(done.posts), done.posts[0]
        said = ngettext("%(n)s copy is made: %(moment)s.", "%(n)s copies are made: %(moment)s.", number)
        messages.success(request, said % {"n": number, "moment": say_moment(first)})
        say_clock_change(request, first)
        offer_to_undo(request, done)
        return redirect(next_address(request, calendar_address(request, first)))
    context = {"post": post, "form": form, "moment": say_moment(post), "next": next_address(request, "")}
    free = making.slot_for(post.channel_id, making.free_slots(request.workspace, timezone.now()))
    context["slot"] = slot_facts(free) if free and post.channel_id else None
    return render(request, "making/copy.html", context, status=422 if form.errors else 200)
