"""What may happen to a channel, each by a small form of its own."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from calendar_app import presence
from calendar_app.forms.channels import ActForm, LeaveForm, TrialEndForm, TrialForm
from calendar_app.models import Channel, ChannelTest
from smplanner.workspaces.access import workspace

from .channels import found, today_of, upcoming_posts
from .parts import form_methods


def _act(
    request: HttpRequest,
    row: Channel,
    name: str,
    make_form: Callable[[Any, Channel], BaseForm],
    do: Callable[[BaseForm, Channel], str],
    **page: Any,
) -> HttpResponse:
    """Ask what the act `name` needs to know, then do it; `do` answers what to tell the person.

    `page` is what the template says: heading, lead, button. From a state in which the act means nothing, it is not
    asked for. The form is read while the row is locked, so that two who act at once act one after the other.
    """
    request.section = "strategy"
    with transaction.atomic():
        posted = request.method == "POST"
        current = Channel.objects.select_for_update().select_related("workspace").get(pk=row.pk) if posted else row
        if current.status not in presence.FROM[name]:
            messages.info(request, _("Nothing to do: “%(name)s” stands elsewhere by now.") % {"name": row})
            return redirect("channel", request.workspace.slug, row.pk)
        form = make_form(request.POST if posted else None, row)
        if posted and form.is_valid():
            messages.success(request, do(form, current) % {"name": row})
            return redirect("channel", request.workspace.slug, row.pk)
    context = {"channel": row, "form": form, "act": name, **page, **upcoming_posts(request, row)}
    return render(request, "channels/act.html", context, status=422 if posted else 200)


def _note(request: HttpRequest) -> Callable[[Any, Channel], BaseForm]:
    return lambda data, _row: ActForm(data, today=today_of(request))


@workspace("plan.write")
@form_methods
def channel_adopt(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Keep a channel for good."""

    def do(form: BaseForm, row: Channel) -> str:
        presence.adopt(row, request.user, today_of(request), form.cleaned_data["note"])
        return _("“%(name)s” is adopted.")

    row = found(channel_id)
    heading = _("Adopt “%(name)s”") % {"name": row}
    lead = _("From now on it counts among your channels: somebody answers there, and something comes out regularly.")
    return _act(request, row, "adopt", _note(request), do, heading=heading, lead=lead, button=_("Adopt it"))


@workspace("plan.write")
@form_methods
def channel_pause(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Say nothing on a channel for a time."""

    def do(form: BaseForm, row: Channel) -> str:
        presence.pause(row, request.user, form.cleaned_data["note"])
        return _("“%(name)s” rests for now.")

    row = found(channel_id)
    heading = _("Pause “%(name)s”") % {"name": row}
    lead = _(
        "A pause that you decide is better than a silence that happens. Until when, and who still reads what comes in?"
    )
    return _act(request, row, "pause", _note(request), do, heading=heading, lead=lead, button=_("Pause it"))


@workspace("plan.write")
@form_methods
def channel_resume(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Take a channel up again that rested, or that was left."""

    def do(form: BaseForm, row: Channel) -> str:
        presence.resume(row, request.user, form.cleaned_data["note"])
        return _("“%(name)s” is taken up again.")

    row = found(channel_id)
    heading = _("Take “%(name)s” up again") % {"name": row}
    lead = _("It takes its place in the plan again. What was written before stays in its history.")
    return _act(request, row, "resume", _note(request), do, heading=heading, lead=lead, button=_("Take it up again"))


@workspace("plan.write")
@form_methods
def channel_leave(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Leave a channel, or say more of having left it."""

    def make_form(data: Any, row: Channel) -> BaseForm:
        return LeaveForm(data, instance=row, workspace=request.workspace, today=today_of(request))

    def do(form: BaseForm, row: Channel) -> str:
        presence.leave(row, request.user, form.cleaned_data)
        return _("You have left “%(name)s”. What you learnt there is kept.")

    row = found(channel_id)
    heading = _("Leave “%(name)s”") % {"name": str(row)}
    lead = _(
        "Leaving a place that does not serve you is a decision like any other, and a respectable one. Two lines are "
        "enough to remember why."
    )
    return _act(request, row, "leave", make_form, do, heading=heading, lead=lead, button=_("Leave the channel"))


@workspace("plan.write")
@form_methods
def channel_trial(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Begin a trial of a channel, or change the one that is under way."""

    def make_form(data: Any, row: Channel) -> BaseForm:
        trial = presence.open_trial(row) or ChannelTest(channel=row)
        return TrialForm(data, instance=trial, workspace=request.workspace, today=today_of(request))

    def do(form: BaseForm, row: Channel) -> str:
        if form.instance.pk is None:
            presence.begin_trial(row, form.instance, request.user)
            return _("“%(name)s” is on trial.")
        presence.change_trial(form, row, request.user)
        return _("The trial of “%(name)s” is saved.")

    row = found(channel_id)
    heading = _("A trial of “%(name)s”") % {"name": row}
    lead = _("Nobody knows yet who is there and what works: say what you expect, how you will know, and until when.")
    return _act(request, row, "try", make_form, do, heading=heading, lead=lead, button=_("Save the trial"))


@workspace("plan.write")
@form_methods
def channel_trial_end(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Say what came of the trial that is under way."""
    row = found(channel_id)
    trial = presence.open_trial(row)
    if trial is None:
        messages.info(request, _("No trial of “%(name)s” is under way.") % {"name": row})
        return redirect("channel", request.workspace.slug, row.pk)

    def make_form(data: Any, _row: Channel) -> BaseForm:
        return TrialEndForm(data, initial={"trial": trial.pk}, today=today_of(request))

    def do(form: BaseForm, row: Channel) -> str:
        said, current = form.cleaned_data, presence.open_trial(row)
        if current is None or said["trial"] not in {None, current.pk}:  # sent twice, or by two people
            return _("That trial of “%(name)s” had been ended already.")
        current.channel = row
        presence.end_trial(
            current, said["outcome"], said["decided_on"], request.user, lesson=said["lesson"], until=said["until"]
        )
        return _("What came of the trial of “%(name)s” is written down.")

    heading = _("What came of the trial of “%(name)s”?") % {"name": row}
    lead = _("Whatever it is, it is worth more than a guess.")
    return _act(request, row, "end", make_form, do, heading=heading, lead=lead, button=_("Write it down"), trial=trial)
