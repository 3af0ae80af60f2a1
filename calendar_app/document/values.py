"""What a document is made of: plain values, already in words of one language."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Prose:
    """Text that people wrote, with what it is about; its lines are kept."""

    label: str
    text: str
    kind: str = "prose"


@dataclass(frozen=True, slots=True)
class Title:
    """The name of one thing among several of a section."""

    text: str
    kind: str = "title"


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they are, in pairs."""

    rows: tuple[tuple[str, str], ...]
    kind: str = "facts"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; every row is as long as `head`."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: str = "table"


Block = Prose | Title | Facts | Table


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the strategy; `wanted` names what it should have, and whether that is there."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    wanted: tuple[tuple[str, bool], ...]

    @property
    def total(self) -> int:
        return len(self.wanted)

    @property
    def filled(self) -> int:
        return sum(is_there for _name, is_there in self.wanted)

    @property
    def missing(self) -> tuple[str, ...]:
        """What is not there yet, in the order of the section."""
        return tuple(name for name, is_there in self.wanted if not is_there)


@dataclass(frozen=True, slots=True)
class Document:
    """The strategy of one workspace on one day."""

    name: str
    day: date
    people: Table
    sections: tuple[Section, ...]

    @property
    def total(self) -> int:
        return sum(section.total for section in self.sections)

    @property
    def filled(self) -> int:
        return sum(section.filled for section in self.sections)
