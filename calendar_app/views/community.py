"""The community: who takes part and how, who speaks up for us, and whose space our posts stand in."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calendar_app import ladder
from calendar_app.forms.community import AdvocateForm, CountForm
from calendar_app.models import Advocate, CommunityNote, Post, Rung
from calendar_app.moments import day_bounds
from smplanner.days import date_format
from smplanner.workspaces import audit
from smplanner.workspaces.access import workspace
from smplanner.workspaces.models import User, Workspace

from .parts import edit_part, form_methods, remove_part
from .saying import today_in

DAYS_BACK, DAYS_AHEAD = 90, 28
SHOWN_DAYS = 12


@workspace("plan.read")
@require_safe
def community(request: HttpRequest) -> HttpResponse:
    """The ladder with its newest counts and those before, the advocates, and the mix of owned, paid and earned."""
    request.section = "strategy"
    notes = list(CommunityNote.objects.all())
    groups = ladder.climb(ladder.Count(note.rung, note.people, note.on) for note in notes)
    context = {
        "groups": [(_group_name(group.key), group, [(Rung(s.rung).label, s) for s in group.steps]) for group in groups],
        "rungs": Rung.labels,
        "total": sum(group.people for group in groups),
        "days": _by_day(notes),
        "advocates": list(Advocate.objects.all()),
        "mix": _mix(request),
        "days_back": DAYS_BACK,
        "days_ahead": DAYS_AHEAD,
    }
    return render(request, "community/page.html", context)


def _group_name(key: str) -> str:
    return {"listen": _("They listen"), "join": _("They join in"), "engage": _("They carry it")}[key]


class Day(NamedTuple):
    """What was counted on one day: people by rung, None where nobody counted."""

    on: date
    people: list[int | None]
    note: str


def _by_day(notes: list[CommunityNote]) -> list[Day]:
    """The newest days on which somebody counted; `notes` begin with the newest."""
    days: dict[date, dict[int, CommunityNote]] = {}
    for note in notes:
        days.setdefault(note.on, {})[note.rung] = note
    return [
        Day(
            on,
            [counted[rung].people if rung in counted else None for rung in Rung.values],
            next((note.note for note in counted.values() if note.note), ""),
        )
        for on, counted in list(days.items())[:SHOWN_DAYS]
    ]


class Share(NamedTuple):
    """How many posts stand in one kind of space, looking back and ahead."""

    label: str
    back: int
    ahead: int


def _mix(request: HttpRequest) -> dict[str, Any]:
    """Posts by the space they stand in, of the last ninety days and of the next four weeks. One query."""
    today, zone = today_in(request), request.workspace.tz
    start, now = day_bounds(today - timedelta(days=DAYS_BACK), today - timedelta(days=1), zone)
    _now, end = day_bounds(today, today + timedelta(days=DAYS_AHEAD - 1), zone)
    posts = Post.objects.exclude(status=Post.Status.CANCELLED).filter(publish_at__gte=start, publish_at__lt=end)
    rows = (
        posts.order_by()
        .values("media_type")
        .annotate(back=Count("pk", filter=Q(publish_at__lt=now)), ahead=Count("pk", filter=Q(publish_at__gte=now)))
    )
    found = {row["media_type"]: row for row in rows}
    shares = [
        Share(label, *(found.get(kind, {}).get(span, 0) for span in ("back", "ahead")))
        for kind, label in Post.MediaType.choices
    ]
    back = sum(share.back for share in shares)
    earned = found.get(Post.MediaType.EARNED, {}).get("back", 0)
    return {
        "shares": shares,
        "back": back,
        "ahead": sum(share.ahead for share in shares),
        "lacks_earned": bool(back) and not earned,
    }


def _asked_day(request: HttpRequest) -> date | None:
    """The day that the address names; None when it names none."""
    try:
        return parse_date(request.GET.get("on", ""))
    except ValueError:
        return None


@workspace("plan.write")
@form_methods
def community_count(request: HttpRequest) -> HttpResponse:
    """Count the community; `?on=` a day changes what was counted then."""
    request.section = "strategy"
    day, today = _asked_day(request), today_in(request)
    notes = list(CommunityNote.objects.filter(on=day)) if day else []
    if day and not notes:
        return redirect("community", request.workspace.slug)
    initial = CountForm.filled_with(notes) if day else {"on": today}
    form = CountForm(request.POST if request.method == "POST" else None, initial=initial, day=day, today=today)
    if form.is_bound and form.is_valid():
        on = day or form.cleaned_data["on"]
        _write_counts(request, form, on)
        messages.success(request, _("The count of %(day)s is saved.") % {"day": date_format(on)})
        return redirect("community", request.workspace.slug)
    heading = _("The count of %(day)s") % {"day": date_format(day)} if day else _("Count the community")
    context = {"form": form, "day": day, "heading": heading}
    return render(request, "community/count.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def _write_counts(request: HttpRequest, form: CountForm, on: date) -> None:
    """Make the counts of one day those of `form`. When counting anew, what was counted that day already is kept."""
    Workspace.objects.select_for_update().get(pk=request.workspace.pk)
    notes = {note.rung: note for note in CommunityNote.objects.filter(on=on)}
    diff, remark = {}, form.cleaned_data["note"]
    for rung, people in form.counts().items():
        note = notes.get(rung)
        if people is None:
            if note is not None and form.day is not None:
                diff[f"rung_{rung}"] = (note.people, None)
                note.delete()
            continue
        if note is None or (note.people, note.note) != (people, remark):
            diff[f"rung_{rung}"] = (note.people if note else None, people)
            row = note or CommunityNote(workspace=request.workspace, rung=rung, on=on)
            row.people, row.note = people, remark
            row.save()
    if diff:
        _record_count(request, "counted", on, diff)


def _record_count(request: HttpRequest, verb: str, on: date, diff: Mapping[str, tuple[Any, Any]]) -> None:
    """One row of the log for the whole count of a day."""
    audit.record(request.workspace, request.user, verb, request.workspace, {"on": (None, on), **diff})


@workspace("plan.write")
@form_methods
def community_count_delete(request: HttpRequest) -> HttpResponse:
    """Ask before removing all that was counted on the day `?on=`, then do it."""
    request.section = "strategy"
    day = _asked_day(request)
    notes = list(CommunityNote.objects.filter(on=day)) if day else []
    if not notes:
        return redirect("community", request.workspace.slug)
    name = _("the count of %(day)s") % {"day": date_format(day)}
    if request.method == "POST":
        with transaction.atomic():
            _record_count(request, "removed", day, {f"rung_{note.rung}": (note.people, None) for note in notes})
            CommunityNote.objects.filter(pk__in=[note.pk for note in notes]).delete()
        messages.success(request, _("“%(name)s” is removed.") % {"name": name})
        return redirect("community", request.workspace.slug)
    context = {
        "row": name,
        "consequence": _("The numbers of that day are gone; other days are not touched."),
        "back": reverse("community", args=[request.workspace.slug]),
    }
    return render(request, "strategy/remove.html", context)


def _record_without_person(
    place: Workspace, actor: User, verb: str, target: Advocate, diff: Mapping[str, Any] | None = None
) -> None:
    """Log that an advocate's entry changed, and which fields, without what they say.

    Who asks to be forgotten is to leave no trace, and the log is never changed.
    """
    nameless = Advocate(pk=target.pk, workspace=place)
    audit.record(place, actor, verb, nameless, dict.fromkeys(diff or {}, ("…", "…")))


def _advocate_lead() -> str:
    return _("Keep as little as you need to say thank you. Whoever asks to be forgotten is deleted for good.")


@workspace("plan.write")
@form_methods
def advocate_new(request: HttpRequest) -> HttpResponse:
    return edit_part(
        request,
        AdvocateForm,
        Advocate(),
        heading=_("A new advocate"),
        lead=_advocate_lead(),
        back_to="community",
        record=_record_without_person,
    )


@workspace("plan.write")
@form_methods
def advocate_edit(request: HttpRequest, advocate_id: int) -> HttpResponse:
    advocate = get_object_or_404(Advocate.objects, pk=advocate_id)
    return edit_part(
        request,
        AdvocateForm,
        advocate,
        heading=advocate.label,
        lead=_advocate_lead(),
        back_to="community",
        remove="advocate-delete",
        record=_record_without_person,
    )


@workspace("plan.write")
@form_methods
def advocate_delete(request: HttpRequest, advocate_id: int) -> HttpResponse:
    advocate = get_object_or_404(Advocate.objects, pk=advocate_id)
    consequence = _("Deleted for good: neither the name nor the notes are kept anywhere, not in the log either.")
    return remove_part(request, advocate, consequence, back="community", record=_record_without_person)
