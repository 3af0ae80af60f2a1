"""Tables between bytes and rows of text: CSV and XLSX, read with care and written so that no program runs a cell.

Knows nothing of posts. Files come from strangers: size, rows, columns and what a packed file unpacks to are limited
before anything is made of them.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext as _

from . import workbooks

MEGABYTES = 10
LARGEST = MEGABYTES * 1024 * 1024
# A page to print, a picture, a workbook of the time before XLSX, a text for machines.
OTHER_KINDS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"<?xml", b"<!DOCTYPE", b"{")
MOST_ROWS = 20_000
MOST_LINES = 10 * MOST_ROWS
MOST_COLUMNS = 200
LONGEST_CELL = 100_000
# A spreadsheet holds 32,767 characters in a cell, with the marks that guard them.
CUT = 32_000
MOST_CELLS = workbooks.MOST_CELLS

DELIMITERS = ";,\t"
# What a spreadsheet takes for the beginning of a formula, after any number of our own marks.
_RUNS = re.compile(r"'*[=+\-@\t\r]")


class Unreadable(Exception):
    """The file cannot be read as a table; the message says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: the names of its columns, and its rows, each as long as the header. Empty rows are left out.

    `numbers` are the lines on which the rows stand, as a person counts them: the header is line 1.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    first: tuple[str, ...] = ()  # the first line as it stands there, for files that begin without names


# --- Cells ---------------------------------------------------------------------------------------------------------


def guarded(value: str) -> str:
    """`value` so that no spreadsheet takes it for a formula; `bare` takes the mark off again, whatever the value."""
    return f"'{value}" if _RUNS.match(value) else value


def bare(value: str) -> str:
    """What was there before `guarded`; a value that begins so and never was guarded loses one mark."""
    return value[1:] if value.startswith("'") and _RUNS.match(value[1:]) else value


# --- Out -----------------------------------------------------------------------------------------------------------


def to_csv(header: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str = ";") -> bytes:
    """A CSV file that Excel opens by a double click: UTF-8 with its mark, lines that end as RFC 4180 says."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([guarded(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def to_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of one sheet, all of whose cells are text: what looks like a number or a date is not made one."""
    named = re.sub(r"[\[\]:*?/\\]", " ", title)[:31].strip("' ")
    guarded_rows = ([guarded(value[:CUT]) for value in row] for row in rows)
    return workbooks.written(named or "smplanner", chain([header], guarded_rows))


# --- In ------------------------------------------------------------------------------------------------------------


def read(content: bytes) -> Sheet:
    """The table that the file holds: an XLSX workbook's first sheet, or CSV. Raises Unreadable."""
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    if len(content) > LARGEST:
        raise Unreadable(_("The file is larger than %(size)d MB.") % {"size": MEGABYTES})
    if content.startswith(OTHER_KINDS):
        raise Unreadable(_("This is no table: neither CSV nor XLSX."))
    lines = _of_workbook(content) if content.startswith(b"PK") else _of_text(content)
    return _sheet(lines)


def _sheet(lines: Iterator[tuple[int, Sequence[str]]]) -> Sheet:
    header: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    rows, numbers, count = [], [], 0
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if any(len(cell) > LONGEST_CELL for cell in cells):
            said = {"line": number, "most": LONGEST_CELL}
            raise Unreadable(_("Line %(line)d has a cell of more than %(most)d characters.") % said)
        if not header:
            first = tuple(bare(cell) for cell in _trimmed(cells))
            header = tuple(" ".join(cell.split()) for cell in first)
            continue
        if len(_trimmed(cells)) > len(header):
            raise Unreadable(_("Line %(line)d has more cells than the first line has names.") % {"line": number})
        if len(rows) == MOST_ROWS:
            raise Unreadable(_("The table has more than %(most)d rows.") % {"most": MOST_ROWS})
        count += len(cells)
        if count > MOST_CELLS:
            raise Unreadable(_("The table has more than %(most)d cells.") % {"most": MOST_CELLS})
        found = [bare(cell) for cell in cells[: len(header)]]
        rows.append((*found, *("" for _missing in range(len(header) - len(found)))))
        numbers.append(number)
    if not header:
        raise Unreadable(_("The file is empty."))
    return Sheet(header, tuple(rows), tuple(numbers), first)


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    """Without the empty cells at the end, which spreadsheets leave behind."""
    last = len(cells)
    while last and not cells[last - 1].strip():
        last -= 1
    if last > MOST_COLUMNS:
        raise Unreadable(_("The table has more than %(most)d columns.") % {"most": MOST_COLUMNS})
    return cells[:last]


def _of_text(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(
            _("The letters of this file are not in UTF-8. Save it as “CSV UTF-8”, or as XLSX, and choose it again.")
        ) from None
    del content
    if "\0" in text:
        raise Unreadable(_("This is no table: neither CSV nor XLSX."))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line, count = 1, 0
    while True:
        count += 1
        if count > MOST_LINES:  # empty ones count too: ten million of them are no table
            raise Unreadable(_("The table has more than %(most)d rows.") % {"most": MOST_ROWS})
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable(
                _("Line %(line)d cannot be read: a quotation mark is missing or stands alone.") % {"line": line}
            ) from None
        yield line, cells
        line = reader.line_num + 1


def _delimiter(text: str) -> str:
    """The sign that parts the names in the first line, outside of quotation marks; the comma when there is none."""
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").split("\n", 1)[0])
    return max(DELIMITERS, key=lambda sign: (first.count(sign), sign == ","))


def _of_workbook(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    try:
        yield from workbooks.lines(content, MOST_COLUMNS)
    except workbooks.TooLarge:
        raise Unreadable(_("This workbook is too large when it is unpacked.")) from None
    except workbooks.Broken as error:
        raise Unreadable(_("This workbook cannot be read. Save it again as XLSX, or as CSV.")) from error
