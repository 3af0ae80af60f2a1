"""From days in a file to rows of the workspace in scope: what is new, what changed, and what was there already."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import models

from smplanner.workspaces.models import Workspace

from .brought import KEY_DATES, Span, uid_of
from .models import KeyDate, SchoolBreak


class Change(NamedTuple):
    """What confirming would write: rows that are not there yet, and rows whose days are others now."""

    new: list[models.Model]
    changed: list[models.Model]
    same: int


def in_zones(spans: Iterable[Span], zone: str, chosen: Iterable[str] | None = None) -> list[Span]:
    """The spans, those without a zone in `zone`; only those of the `chosen` zones when any are."""
    placed = [span if span.zone else span._replace(zone=zone) for span in spans]
    wanted = None if chosen is None else set(chosen)
    return [span for span in placed if wanted is None or span.zone in wanted]


def weigh(workspace: Workspace, what: str, spans: Sequence[Span]) -> Change:
    """What `spans` would change, without writing anything. One query."""
    return _key_dates(workspace, spans) if what == KEY_DATES else _breaks(workspace, spans)


def _breaks(workspace: Workspace, spans: Sequence[Span]) -> Change:
    # The ministry writes one row for each town of a zone: the longest of them is the zone's.
    longest: dict[tuple[str, str, object], Span] = {}
    for span in spans:
        key = (span.zone, span.name, span.first)
        if key not in longest or longest[key].last < span.last:
            longest[key] = span
    there = {(row.zone, row.name, row.first_day): row for row in SchoolBreak.objects.all()}
    new, changed = [], []
    for key, span in longest.items():
        row = there.get(key)
        if row is None:
            new.append(
                SchoolBreak(
                    workspace=workspace, zone=span.zone, name=span.name, first_day=span.first, last_day=span.last
                )
            )
        elif row.last_day != span.last:
            row.last_day = span.last
            changed.append(row)
    return Change(new, changed, len(longest) - len(new) - len(changed))


def _key_dates(workspace: Workspace, spans: Sequence[Span]) -> Change:
    there = {row.uid: row for row in KeyDate.objects.exclude(uid="")}
    new: dict[str, KeyDate] = {}
    changed, same = [], 0
    for span in spans:
        uid, last = uid_of(span), span.last if span.last > span.first else None
        said = {"name": span.name, "first_day": span.first, "last_day": last}
        row = there.get(uid)
        if row is None:
            new.setdefault(uid, KeyDate(workspace=workspace, uid=uid, **said))
        elif any(getattr(row, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(row, name, value)
            changed.append(row)
        else:
            same += 1
    return Change([*new.values()], changed, same)


def write(change: Change) -> None:
    """Write what was weighed, in the transaction of the caller."""
    if change.new:
        type(change.new[0])._base_manager.bulk_create(change.new)
    if change.changed:
        model = type(change.changed[0])
        fields = ["name", "first_day", "last_day"] if model is KeyDate else ["last_day"]
        model._base_manager.bulk_update(change.changed, fields)
