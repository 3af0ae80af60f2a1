"""Two who wrote the same post: what only one of them changed is taken by itself, of the rest the slower one chooses.

Who changed what is told by the marks that a form carries of what its writer read (smplanner.workspaces.seen). Without
them nothing is known of that, and all that differs is to be chosen. Nothing here saves anything.
"""

from dataclasses import dataclass
from enum import StrEnum

from django import forms
from django.http import QueryDict

from smplanner.workspaces import seen
from smplanner.workspaces.field_words import in_words

from . import worddiff

# The answer to the question whose value is to stand: the field's name behind this.
CHOICE = "take-"
THEIRS = "theirs"
# What is no value of the row, but says something of saving it.
_OF_THE_ACT = (seen.NAME, "version", "reason")


class Side(StrEnum):
    """Who changed a field since its writer read it."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True)
class Difference:
    """A field in which two versions differ, with both values in words; `changes` lead from theirs to mine."""

    name: str
    label: str
    side: Side
    theirs: str
    mine: str
    is_prose: bool
    changes: list[worddiff.Change]


@dataclass
class Merge:
    """What a form sends that puts both together, and in what they differ."""

    data: QueryDict
    differences: list[Difference]

    def of(self, side: Side) -> list[Difference]:
        return [one for one in self.differences if one.side == side]

    @property
    def both(self) -> list[Difference]:
        return self.of(Side.BOTH)

    @property
    def mine(self) -> list[Difference]:
        return self.of(Side.MINE)

    @property
    def theirs(self) -> list[Difference]:
        return self.of(Side.THEIRS)


def merge(typed: forms.ModelForm, stored: forms.ModelForm) -> Merge:
    """What was `typed`, laid over what is `stored`: a bound and an unbound form of the row as it stands now.

    Of what both changed, the data hold what was typed.
    """
    data, found = typed.data.copy(), []
    before = seen.read(data.get(typed.add_prefix(seen.NAME)))
    for name in typed.changed_data:
        if name in _OF_THE_ACT:
            continue
        side = _side(typed, name, before.get(name))
        if side == Side.THEIRS:
            data.setlist(typed.add_prefix(name), seen.as_sent(stored[name]))
        found.append(_difference(typed, stored, name, side))
    data[typed.add_prefix("version")] = str(stored["version"].value())
    data[typed.add_prefix(seen.NAME)] = stored[seen.NAME].value()
    return Merge(data, found)


def _side(typed: forms.ModelForm, name: str, before: str | None) -> Side:
    if before is None:
        return Side.BOTH
    if seen.mark_typed(typed, name) == before:
        return Side.THEIRS
    one = typed.fields[name]
    now = seen.mark(one, typed.get_initial_for_field(one, name))
    return Side.MINE if now == before else Side.BOTH


def _difference(typed: forms.ModelForm, stored: forms.ModelForm, name: str, side: Side) -> Difference:
    one = typed.fields[name]
    is_prose = type(one) is forms.CharField
    theirs = in_words(one, stored.get_initial_for_field(one, name))
    mine = in_words(one, typed[name].data)
    changes = worddiff.diff(theirs, mine) if is_prose and theirs and mine else []
    return Difference(name, str(one.label or name), side, theirs, mine, is_prose, changes)


def settled(data: QueryDict, stored: forms.ModelForm) -> QueryDict:
    """What was sent, where the stored value is put in for each field of which it was chosen."""
    chosen = [name for name in stored.fields if data.get(CHOICE + stored.add_prefix(name)) == THEIRS]
    if not chosen:
        return data
    data = data.copy()
    for name in chosen:
        data.setlist(stored.add_prefix(name), seen.as_sent(stored[name]))
    return data
