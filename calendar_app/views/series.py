"""Posts that come again: laid out by a rhythm, and changed or thrown away one, some or all at a time."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calendar_app import observances, repeating
from calendar_app.forms.making import NTHS, RepeatForm
from calendar_app.models import ChannelSlot, Closure, Post, Series
from calendar_app.recurrence import Change, clock_change, days
from calendar_app.repeating import Which
from calendar_app.together import Done, Refused
from smplanner.days import date_format
from smplanner.workspaces.access import workspace
from smplanner.workspaces.returning import next_address

from .editor import wants_json
from .following import latest_change, reached
from .making import form_methods, offer_to_undo
from .meanwhile import meanwhile, refuse_stale
from .saying import calendar_address, say_moment, stands


def _post(post_id: int) -> Post:
    rows = Post.objects.select_related("workspace", "channel__platform", "series")
    return get_object_or_404(rows, pk=post_id)


# --- Laying out ----------------------------------------------------------------------------------------------------


class Proposed(NamedTuple):
    """A day that the rhythm gives, with what speaks against it; a closed one is not chosen unless somebody does."""

    day: date
    holiday: str
    closed: str
    is_taken: bool
    change: Change
    is_chosen: bool


@workspace("post.write")
@form_methods
def post_repeat(request: HttpRequest, post_id: int) -> HttpResponse:
    """A rhythm for a post, the days that it gives to be looked at and unticked, and then the posts."""
    request.section = "calendar"
    post = _post(post_id)
    context: dict[str, Any] = {"post": post, "moment": say_moment(post), "next": next_address(request, "")}
    if post.local_date is None or post.series_id is not None:
        return render(request, "series/cannot.html", context)
    form = RepeatForm(request.POST if request.method == "POST" else None, post=post)
    context["form"] = form
    if form.is_bound and form.is_valid():
        chosen = set(request.POST.getlist("day")) if "shown" in request.POST else None
        proposed = _proposed(request, post, form, chosen)
        wanted = [one.day for one in proposed if one.is_chosen]
        if "confirm" in request.POST and wanted:
            return _lay_out(request, post, form, wanted)
        context |= {"proposed": proposed, "number": len(wanted), "is_empty": "confirm" in request.POST}
    return render(request, "series/repeat.html", context, status=422 if form.errors else 200)


def _proposed(request: HttpRequest, post: Post, form: RepeatForm, chosen: set[str] | None) -> list[Proposed]:
    """The days after the post's own. `chosen` are those that are ticked; None: all but the closed ones."""
    found = [day for day in days(form.asked()) if day != post.local_date]
    if not found:
        return []
    place, first, last = request.workspace, found[0], found[-1]
    holidays = observances.between(place.country, place.region, first, last, get_language() or "fr")
    closures = list(Closure.objects.filter(first_day__lte=last, last_day__gte=first))
    there = Post.objects.filter(channel=post.channel_id, local_date__range=(first, last))
    taken = set(there.values_list("local_date", flat=True)) if post.channel_id else set()
    proposed = []
    for day in found:
        closed = next((one.label for one in closures if one.first_day <= day <= one.last_day), "")
        is_chosen = not closed if chosen is None else day.isoformat() in chosen
        change = clock_change(day, post.local_time, place.tz)
        proposed.append(Proposed(day, " · ".join(holidays.get(day, ())), closed, day in taken, change, is_chosen))
    return proposed


def _lay_out(request: HttpRequest, post: Post, form: RepeatForm, wanted: list[date]) -> HttpResponse:
    series, done = repeating.lay_out(post, form.asked(), wanted, request.user, timezone.now())
    number = len(done.posts)
    said = ngettext("%(n)s post is laid out after this one.", "%(n)s posts are laid out after this one.", number)
    messages.success(request, said % {"n": number})
    offer_to_undo(request, done)
    return redirect("series", request.workspace.slug, series.pk)


@workspace("plan.read")
@require_safe
def series(request: HttpRequest, series_id: int) -> HttpResponse:
    """The posts of a series, in order."""
    request.section = "calendar"
    one = get_object_or_404(Series.objects, pk=series_id)
    posts = list(Post.objects.filter(series=one).select_related("channel__platform").order_by("series_day", "pk"))
    context = {"series": one, "rows": [(post, say_moment(post), post.local_date != post.series_day) for post in posts]}
    context["said"] = say_rhythm(one)
    return render(request, "series/series.html", context)


def say_rhythm(one: Series) -> str:
    """“Every week · every 2 · Tuesday, Thursday · until 31 December 2026”."""
    said = [str(one.get_rhythm_display())]
    if one.every > 1:
        weekly = one.rhythm == Series.Rhythm.WEEKLY
        said.append((_("every %(n)s weeks") if weekly else _("every %(n)s months")) % {"n": one.every})
    if one.nth is not None:
        said.append(str(dict(NTHS)[one.nth]) if one.nth in dict(NTHS) else str(one.nth))
    if one.weekdays:
        numbers = {str(number): str(name) for number, name in ChannelSlot.Weekday.choices}
        said.append(", ".join(numbers[day] for day in one.weekdays.split(",") if day in numbers))
    if one.until:
        said.append(_("until %(day)s") % {"day": date_format(one.until)})
    elif one.count:
        said.append(ngettext("%(n)s time", "%(n)s times", one.count) % {"n": one.count})
    return " · ".join(said)


# --- This one, the following, all ----------------------------------------------------------------------------------


@workspace("post.write")
@form_methods
def post_also(request: HttpRequest, post_id: int) -> HttpResponse:
    """After a post of a series was saved or moved: whether the following, or all, shall follow."""
    request.section = "calendar"
    post = _post(post_id)
    back = next_address(request, calendar_address(request, post))
    event = latest_change(post, request.POST.get("event") or request.GET.get("event", ""))
    others = reached(post, event) if event else {}
    if not any(others.values()):
        if wants_json(request):
            return JsonResponse({"ok": False, "message": _("Nothing had to be changed.")}, status=409)
        return redirect(back)
    which = request.POST.get("which") if request.method == "POST" else None
    if which == Which.THIS:
        return redirect(back)
    if which in (Which.FOLLOWING, Which.ALL):
        wish = repeating.wish_of(post, event)
        held = len(repeating.held_back(wish, repeating.others(post, Which(which))))
        done = repeating.carry_over(wish, Which(which), request.user, timezone.now())
        return _say_carried_over(request, done, back, held)
    wish = repeating.wish_of(post, event)
    labels = [str(Post._meta.get_field(name).verbose_name) for name in wish.fields]
    if wish.has_clock:
        labels.append(str(Post._meta.get_field("local_time").verbose_name))
    context = {"post": post, "event": event, "back": back, "labels": labels, "shift": _shift(wish.shift), **others}
    return render(request, "series/also.html", context)


def _say_carried_over(request: HttpRequest, done: Done, back: str, held: int) -> HttpResponse:
    """`held` posts are approved and locked, and were passed over."""
    number = len(done.posts)
    said = ngettext("%(n)s more post of the series is changed.", "%(n)s more posts of the series are changed.", number)
    said %= {"n": number}
    if held:
        kept = ngettext(
            "%(n)s is approved and locked, and stays as it is.",
            "%(n)s are approved and locked, and stay as they are.",
            held,
        )
        said = f"{said} {kept % {'n': held}}"
    if wants_json(request):
        undo = {"url": reverse("history-undo", args=[request.workspace.slug, done.event])} if done.event else None
        return JsonResponse({"ok": True, "message": said, "posts": stands(done.posts), "undo": undo})
    messages.success(request, said)
    offer_to_undo(request, done)
    return redirect(back)


def _shift(count: int | None) -> str:
    if not count:
        return ""
    number = abs(count)
    later = ngettext("%(n)s day later", "%(n)s days later", number)
    earlier = ngettext("%(n)s day earlier", "%(n)s days earlier", number)
    return (later if count > 0 else earlier) % {"n": number}


@workspace("post.delete")
@form_methods
def series_delete(request: HttpRequest, post_id: int) -> HttpResponse:
    """Throw away a post of a series: this one, it and the following, or all."""
    request.section = "calendar"
    post = _post(post_id)
    if post.series_id is None:
        return redirect("post", request.workspace.slug, post.pk)
    numbers: Mapping[str, int] = {which: len(repeating.others(post, which)) for which in Which}
    which = request.POST.get("which") if request.method == "POST" else None
    if which in numbers:
        if refusal := refuse_stale(request, post, _("Throw away")):
            return refusal
        try:
            done = repeating.throw_away(post, Which(which), request.user, timezone.now(), post.version)
        except Post.DoesNotExist:
            raise Http404 from None
        except Refused:
            return meanwhile(request, post, _("Throw away"))
        number = len(done.posts)
        said = ngettext("%(n)s post is in the trash.", "%(n)s posts are in the trash.", number)
        messages.success(request, said % {"n": number})
        offer_to_undo(request, done)
        return redirect(calendar_address(request, post))
    context = {"post": post, "moment": say_moment(post), "next": next_address(request, ""), **numbers}
    return render(request, "series/delete.html", context)
