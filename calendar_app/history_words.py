"""The history of posts in words: what was done, what stood there before and after, and what undoing would meet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from smplanner.days import date_format
from smplanner.workspaces.audit import as_logged
from smplanner.workspaces.models import AuditEvent, Membership, Workspace

from .history import LIFE, RESTORABLE, WHEN, Known, State, Step, asks, steps
from .models import Media, Post
from .revisions import Fate, PictureChange

VERBS = {
    "created": gettext_lazy("Made"),
    "edited": gettext_lazy("Changed"),
    "moved": gettext_lazy("Moved"),
    "posted": gettext_lazy("Posted"),
    "trashed": gettext_lazy("Thrown away"),
    "restored": gettext_lazy("Taken out of the trash"),
    "undone": gettext_lazy("Undone"),
    "purged": gettext_lazy("Removed from the trash for good"),
    "postponed": gettext_lazy("Postponed"),
    "cancelled": gettext_lazy("Cancelled"),
    "explained": gettext_lazy("Said why"),
    "reverted": gettext_lazy("Set back to an earlier version"),
    "submitted": gettext_lazy("Handed in"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "read": gettext_lazy("Read, the first of two answers"),
    "approved": gettext_lazy("Approved"),
    "sent_back": gettext_lazy("Sent back"),
    "lapsed": gettext_lazy("Nobody answered in time: plan B"),
    "reopened": gettext_lazy("Reopened"),
    "commented": gettext_lazy("Commented"),
    "comment_edited": gettext_lazy("Comment changed"),
    "comment_removed": gettext_lazy("Comment removed"),
    "comment_resolved": gettext_lazy("Comments resolved"),
    "comment_reopened": gettext_lazy("Comments opened again"),
}
# What the log names of a post that is no field of it.
BESIDE = {
    "media": gettext_lazy("pictures and videos"),
    "comment": gettext_lazy("comment"),
    "shared_comment": gettext_lazy("comment that outsiders read"),
    "thread": gettext_lazy("comment"),
}
SEVERAL = {
    "created": ngettext_lazy("%(n)s post made", "%(n)s posts made", "n"),
    "edited": ngettext_lazy("%(n)s post changed", "%(n)s posts changed", "n"),
    "moved": ngettext_lazy("%(n)s post moved", "%(n)s posts moved", "n"),
    "posted": ngettext_lazy("%(n)s post went out", "%(n)s posts went out", "n"),
    "trashed": ngettext_lazy("%(n)s post thrown away", "%(n)s posts thrown away", "n"),
    "restored": ngettext_lazy("%(n)s post taken out of the trash", "%(n)s posts taken out of the trash", "n"),
    "undone": ngettext_lazy("%(n)s post set back", "%(n)s posts set back", "n"),
    "purged": ngettext_lazy("%(n)s post removed for good", "%(n)s posts removed for good", "n"),
    "cancelled": ngettext_lazy("%(n)s post cancelled", "%(n)s posts cancelled", "n"),
    "postponed": ngettext_lazy("%(n)s post postponed", "%(n)s posts postponed", "n"),
    "explained": ngettext_lazy("Said why, of %(n)s post", "Said why, of %(n)s posts", "n"),
    "approved": ngettext_lazy("%(n)s post approved", "%(n)s posts approved", "n"),
    "read": ngettext_lazy("%(n)s post read", "%(n)s posts read", "n"),
}
# Words of a long text that a table has room for.
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One change in words. `note` says why it cannot be undone; empty where it can, or needs no word."""

    key: str
    label: str
    before: str
    after: str
    now: str
    state: State
    note: str
    can_undo: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One row of the log in words."""

    event: AuditEvent
    verb: str
    lines: tuple[Line, ...]

    @property
    def can_undo(self) -> bool:
        return any(line.can_undo for line in self.lines)

    @property
    def is_held_back(self) -> bool:
        """Whether undoing it would meet what was changed since."""
        return any(line.state in {State.CHANGED, State.CUT, State.GONE, State.LOCKED} for line in self.lines)


def told(event: AuditEvent, post: Post | None, known: Known, member: Membership) -> Told:
    """What `event` did to `post`, with what `member` may take back."""
    lines = tuple(_line(step, known, member) for step in steps(event, post, known))
    return Told(event, verb(event.verb), lines)


def verb(name: str) -> str:
    return str(VERBS.get(name, name))


def several(numbers: Mapping[str, int]) -> str:
    """What an act on several posts did, by how many rows of each verb it left."""
    said = (SEVERAL[name] % {"n": n} if name in SEVERAL else f"{verb(name)}: {n}" for name, n in numbers.items())
    return ", ".join(map(str, said))


def _line(step: Step, known: Known, member: Membership) -> Line:
    if step.key == LIFE:
        before, after, now = "", "", ""
    elif step.key == WHEN:
        pairs = step.fields
        before, after = (_moment({name: pair[side] for name, pair in pairs.items()}) for side in (0, 1))
        now = _moment(step.now)
    else:
        [(before, after)] = step.fields.values()
        before, after = _said(step.key, before, known), _said(step.key, after, known)
        now = _said(step.key, step.now[step.key], known) if step.now else ""
    can = step.state == State.CAN and member.may(asks(step))
    return Line(step.key, _label(step.key), before, after, now, step.state, _note(step), can)


def fields(names: Iterable[str]) -> list[str]:
    """How the fields of a post are called."""
    return [_label(name) for name in names]


def values(workspace: Workspace, pairs: Mapping[str, tuple[Any, Any]]) -> list[Line]:
    """Fields of a post with two values each, in words. Asks the database once for each kind that they point at."""
    logged = {name: [as_logged(one) for one in pair] for name, pair in pairs.items()}
    known = Known(workspace, [AuditEvent(diff=logged)])
    return [
        Line(name, _label(name), _said(name, before, known), _said(name, after, known), "", State.CAN, "", False)
        for name, (before, after) in logged.items()
    ]


@dataclass(frozen=True, slots=True)
class PictureLine:
    """What became of one picture, in words; `fields` are labels with the values before and after."""

    said: str
    label: str
    note: str
    fields: tuple[tuple[str, str, str], ...]
    alt_text: Sequence[tuple[str, str]]


def pictures(changes: Iterable[PictureChange]) -> list[PictureLine]:
    """What became of pictures from one version to another."""
    return [_picture(one) for one in changes]


def _picture(one: PictureChange) -> PictureLine:
    said = {
        Fate.ADDED: _("Picture added"),
        Fate.REMOVED: _("Picture removed"),
        Fate.CHANGED: _("Picture changed"),
        Fate.MOVED: _("Picture moved"),
    }[one.fate]
    note = _("another file") if one.has_other_file else ""
    if one.fate == Fate.MOVED:
        note = _("now at place %(place)s") % {"place": one.place}
    told = tuple((_of_picture(name), *(_value_of(name, value) for value in pair)) for name, pair in one.fields.items())
    return PictureLine(said, one.label, note, told, one.alt_text)


def _of_picture(name: str) -> str:
    label = str(Media._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def _value_of(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(dict(Media._meta.get_field(name).flatchoices).get(value, value))


def _note(step: Step) -> str:
    if step.state == State.CHANGED:
        if step.key == LIFE:
            return _("Somebody has worked on it since, so it is not thrown away from here.")
        return _("It has changed since.")
    return {
        State.BACK: _("It stands as it was before."),
        State.CUT: _("The log holds only the beginning of this long text, so it cannot be written back from here."),
        State.GONE: _("What stood here before is no longer there."),
        State.NEVER: _("The log names it only; it cannot be taken back from here."),
        State.LOCKED: _("The post is approved and locked since: reopen it, with a reason, to change it."),
    }.get(step.state, "")


def _label(key: str) -> str:
    if key == WHEN:
        return _("When")
    if key == LIFE:
        return ""
    try:
        label = str(BESIDE[key] if key in BESIDE else Post._meta.get_field(key).verbose_name)
    except FieldDoesNotExist:
        label = key
    return label[:1].upper() + label[1:]


def _moment(values: Mapping[str, Any]) -> str:
    """The day and the hour, of which a row of the log may name one alone."""
    said = []
    if "local_date" in values:
        day = _parsed(date, values["local_date"])
        if day is None:
            return _("In the reserve, without a date")
        said.append(date_format(day, "l j F Y"))
    if "local_time" in values:
        clock = _parsed(time, values["local_time"])
        said.append(date_format(clock, "H:i") if clock else _("all day"))
    if not said and "fold" in values:
        said.append(_("the second of two equal hours") if values["fold"] else _("the first of two equal hours"))
    return ", ".join(said)


def _parsed(kind: type[date] | type[time], logged: Any) -> Any:
    try:
        return kind.fromisoformat(logged)
    except (TypeError, ValueError):
        return None


def _said(name: str, value: Any, known: Known) -> str:
    if value in (None, "", []):
        said = _("nothing")
    elif isinstance(value, bool):
        said = _("yes") if value else _("no")
    elif isinstance(value, list):
        said = ", ".join(filter(None, map(_item, value))) or _("nothing")
    elif name not in RESTORABLE:
        said = str(value)
    else:
        field = Post._meta.get_field(name)
        if field.is_relation:
            said = known.name(name, value) or _("something that is no longer there")
        elif field.choices:
            said = str(dict(field.flatchoices).get(value, value))
        elif name == "offer_until" and (day := _parsed(date, value)):
            said = date_format(day, "DATE_FORMAT")
        else:
            said = str(value)
    return Truncator(said).words(SHOWN)


def _item(value: Any) -> str:
    return str(value.get("label") or value.get("alt_text") or "") if isinstance(value, dict) else str(value)


def posts_of(events: Iterable[AuditEvent]) -> dict[int, Post]:
    """The posts that rows of the log tell of, those in the trash too, by number; all of one workspace."""
    events = list(events)
    if not events:
        return {}
    rows = Post._base_manager.select_related("workspace").filter(
        workspace=events[0].workspace_id, pk__in={event.target_id for event in events}
    )
    return {post.pk: post for post in rows}
