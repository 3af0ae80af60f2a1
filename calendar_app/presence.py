"""What may happen to a channel: one function an act. Each changes the row and writes the log, at once.

All of them run inside the workspace's scope. Leaving is an act like the others: everything that was written stays.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.forms import ModelForm

from smplanner.workspaces import audit
from smplanner.workspaces.models import User

from .models import Channel, ChannelTest

ADOPTED, TESTING, PAUSED, LEFT = (
    Channel.Status.ADOPTED,
    Channel.Status.TESTING,
    Channel.Status.PAUSED,
    Channel.Status.LEFT,
)

# From where each act may be done.
FROM: Mapping[str, frozenset[str]] = {
    "adopt": frozenset({TESTING, PAUSED, LEFT}),
    "try": frozenset({ADOPTED, TESTING, PAUSED, LEFT}),
    "end": frozenset({TESTING, PAUSED}),
    "pause": frozenset({ADOPTED, TESTING}),
    "resume": frozenset({PAUSED, LEFT}),
    "leave": frozenset({ADOPTED, TESTING, PAUSED, LEFT}),
}
# What the history of a channel shows of the log.
VERBS = ("created", "adopted", "trial_begun", "trial_ended", "paused", "resumed", "left")
# What is written when a channel is left, and belongs to the past once it is taken up again.
EXIT = ("left_on", "exit_kind", "exit_reason", "farewell", "archive_note")

Diff = dict[str, tuple[Any, Any]]


def open_trial(channel: Channel) -> ChannelTest | None:
    """The trial that nobody has ended yet; there is one at most."""
    return ChannelTest.objects.filter(channel=channel, outcome="").select_related("owner").first()


def _become(channel: Channel, status: str, **fields: Any) -> Diff:
    """Save `channel` with another status and other `fields`; returns what that changed."""
    if status != LEFT:
        fields |= {name: None if name == "left_on" else "" for name in EXIT}
    fields["status"] = status
    diff = {name: (getattr(channel, name), value) for name, value in fields.items() if getattr(channel, name) != value}
    for name, value in fields.items():
        setattr(channel, name, value)
    channel.save(update_fields=list(fields))
    return diff


def _write(channel: Channel, actor: User, verb: str, diff: Diff, note: str = "") -> None:
    audit.record(channel.workspace, actor, verb, channel, diff | ({"note": ("", note)} if note else {}))


def _close(trial: ChannelTest | None, outcome: str, day: date, lesson: str = "") -> Diff:
    """Write down what came of `trial`, if there is one."""
    if trial is None:
        return {}
    trial.outcome, trial.decided_on = outcome, day
    trial.lesson = lesson or trial.lesson
    trial.save(update_fields=["outcome", "decided_on", "lesson"])
    return {"trial": (trial.hypothesis, outcome)} | ({"lesson": ("", lesson)} if lesson else {})


@transaction.atomic
def adopt(channel: Channel, actor: User, today: date, note: str = "") -> None:
    """Keep `channel` for good; a trial under way ends with that."""
    closed = _close(open_trial(channel), ChannelTest.Outcome.ADOPT, today)
    _write(channel, actor, "adopted", closed | _become(channel, ADOPTED, since=channel.since or today), note)


@transaction.atomic
def begin_trial(channel: Channel, trial: ChannelTest, actor: User) -> None:
    """Save a new `trial` of `channel`, which is on trial from now on."""
    trial.channel, trial.workspace = channel, channel.workspace
    trial.save()
    diff = _become(channel, TESTING, since=channel.since or trial.start_on)
    _write(channel, actor, "trial_begun", diff | {"trial": ("", trial.hypothesis)})


@transaction.atomic
def change_trial(form: ModelForm, channel: Channel, actor: User) -> None:
    """Save what a valid form changed in the trial under way."""
    diff = audit.form_diff(form)
    form.save()
    if diff:
        _write(channel, actor, "edited", diff)


@transaction.atomic
def end_trial(
    trial: ChannelTest, outcome: str, day: date, actor: User, *, lesson: str = "", until: date | None = None
) -> None:
    """Close `trial` with its `outcome`: the channel is adopted, or left, or another trial follows `until` a day."""
    channel = trial.channel
    diff = _close(trial, outcome, day, lesson)
    if outcome == ChannelTest.Outcome.ADOPT:
        diff |= _become(channel, ADOPTED, since=channel.since or trial.start_on or day)
    elif outcome == ChannelTest.Outcome.STOP:
        diff |= _become(channel, LEFT, left_on=day)
    else:
        diff |= _become(channel, TESTING)
        asked = ("hypothesis", "measure", "threshold", "owner_id", "novel_format")
        ChannelTest.objects.create(
            workspace=channel.workspace,
            channel=channel,
            start_on=day,
            end_on=until,
            **{name: getattr(trial, name) for name in asked},
        )
    _write(channel, actor, "trial_ended", diff)


@transaction.atomic
def pause(channel: Channel, actor: User, note: str = "") -> None:
    """Say nothing on `channel` for a time. A trial under way stays open."""
    _write(channel, actor, "paused", _become(channel, PAUSED), note)


@transaction.atomic
def resume(channel: Channel, actor: User, note: str = "") -> None:
    """Take `channel` up again, on trial if it was being tried; what was written on leaving stays in the log."""
    _write(channel, actor, "resumed", _become(channel, TESTING if open_trial(channel) else ADOPTED), note)


@transaction.atomic
def leave(channel: Channel, actor: User, said: Mapping[str, Any]) -> None:
    """Leave `channel`, with what is `said` of it (see EXIT); of one left already, only that changes."""
    verb = "edited" if channel.status == LEFT else "left"
    closed = _close(open_trial(channel), ChannelTest.Outcome.STOP, said["left_on"])
    diff = closed | _become(channel, LEFT, **{name: said[name] for name in EXIT})
    if diff:
        _write(channel, actor, verb, diff)
