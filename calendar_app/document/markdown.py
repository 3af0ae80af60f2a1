"""A document as Markdown (CommonMark, with the tables of GitHub's dialect)."""

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from .composing import completeness
from .values import Block, Document, Facts, Prose, Table, Title
from .words import day

# What means something anywhere in a line; and what does at the start of one.
_INLINE = re.compile(r"([\\`*_\[\]<>|~&#!])")
_LEADING = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def text(document: Document) -> str:
    """The whole file, ending in one line break."""
    return "\n".join(_lines(document)).rstrip() + "\n"


def _lines(document: Document) -> Iterator[str]:
    yield f"# {escape(_('Strategy of %(name)s') % {'name': document.name})}"
    yield ""
    yield escape(_summary(document))
    yield ""
    yield from _table(document.people, level=2)
    for section in document.sections:
        yield f"## {escape(section.title)}"
        yield ""
        yield f"*{escape(completeness(section))}*"
        yield ""
        for block in section.blocks:
            yield from _block(block)


def _summary(document: Document) -> str:
    counted = _("%(filled)s of %(total)s filled") % {"filled": document.filled, "total": document.total}
    return f"{day(document.day)} · {counted}"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Title():
            yield f"### {escape(block.text)}"
            yield ""
        case Prose():
            if block.label:
                yield f"**{escape(block.label)}**"
                yield ""
            yield from _paragraph(block.text)
            yield ""
        case Facts():
            for name, value in block.rows:
                yield f"- **{escape(name)}** {escape(value)}"
            yield ""
        case Table():
            yield from _table(block, level=4)


def _paragraph(value: str) -> Iterator[str]:
    """Lines as people broke them: two blanks at the end break a line, an empty line parts paragraphs."""
    for line in value.splitlines():
        yield f"{_line(line)}  " if line.strip() else ""


def _table(table: Table, level: int) -> Iterator[str]:
    yield f"{'#' * level} {escape(table.caption)}"
    yield ""
    yield _row(table.head)
    yield _row(["---"] * len(table.head), raw=True)
    for row in table.rows:
        yield _row(row)
    yield ""


def _row(cells: Sequence[str], *, raw: bool = False) -> str:
    return "| " + " | ".join(cell if raw else escape(cell) for cell in cells) + " |"


def escape(value: str) -> str:
    """`value` in one line, with nothing left in it that Markdown or HTML would read as structure."""
    return _line(" ".join(value.split()))


def _line(value: str) -> str:
    plain = _INLINE.sub(r"\\\1", _CONTROL.sub("", value).strip())
    return _LEADING.sub(_defuse, plain)


def _defuse(found: re.Match[str]) -> str:
    """A sign of a list is escaped itself; of a number, the dot after it, as a digit cannot be."""
    start, sign = found.groups()
    return f"{start}{sign}\\" if sign.isdigit() else f"{start}\\{sign}"
