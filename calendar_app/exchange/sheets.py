"""Tables between bytes and rows of text: CSV and XLSX, read with care and written so that no program runs a cell.

Knows nothing of posts. Files come from strangers: size, rows, columns and what a packed file unpacks to are limited
before anything is made of them.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

MEGABYTES = 10
LARGEST = MEGABYTES * 1024 * 1024
UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 100_000

DELIMITERS = ";,\t"
# A workbook whose parts do not fit each other makes openpyxl stumble in many ways.
STUMBLES = (
    *(InvalidFileException, zipfile.BadZipFile, ParseError, zlib.error, OSError, EOFError, NotImplementedError),
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError, RuntimeError),
)
# What a spreadsheet takes for the beginning of a formula, after any number of our own marks.
_RUNS = re.compile(r"'*[=+\-@\t\r]")
# XML knows no such characters; openpyxl refuses them.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


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
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_NOT_IN_XML.sub("", re.sub(r"[\[\]:*?/\\]", " ", title))[:31].strip("' ") or "smplanner")
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, name) for name in header])
    for row in rows:
        sheet.append([_cell(sheet, guarded(value)) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: str) -> Any:
    if not value:
        return None
    # An XML reader makes one line feed of each of the three line ends.
    cell = WriteOnlyCell(sheet, _NOT_IN_XML.sub("", value.replace("\r\n", "\n").replace("\r", "\n")))
    cell.data_type = "s"
    return cell


# --- In ------------------------------------------------------------------------------------------------------------


def read(content: bytes) -> Sheet:
    """The table that the file holds: an XLSX workbook's first sheet, or CSV. Raises Unreadable."""
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    if len(content) > LARGEST:
        raise Unreadable(_("The file is larger than %(size)d MB.") % {"size": MEGABYTES})
    lines = _of_workbook(content) if content.startswith(b"PK") else _of_text(content)
    return _sheet(lines)


def _sheet(lines: Iterator[tuple[int, Sequence[str]]]) -> Sheet:
    header: tuple[str, ...] = ()
    rows, numbers = [], []
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if any(len(cell) > LONGEST_CELL for cell in cells):
            said = {"line": number, "most": LONGEST_CELL}
            raise Unreadable(_("Line %(line)d has a cell of more than %(most)d characters.") % said)
        if not header:
            header = tuple(" ".join(cell.split()) for cell in _trimmed(cells))
            continue
        if len(_trimmed(cells)) > len(header):
            raise Unreadable(_("Line %(line)d has more cells than the first line has names.") % {"line": number})
        if len(rows) == MOST_ROWS:
            raise Unreadable(_("The table has more than %(most)d rows.") % {"most": MOST_ROWS})
        found = [bare(cell) for cell in cells[: len(header)]]
        rows.append((*found, *("" for _missing in range(len(header) - len(found)))))
        numbers.append(number)
    if not header:
        raise Unreadable(_("The file is empty."))
    return Sheet(header, tuple(rows), tuple(numbers))


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
    if "\0" in text:
        raise Unreadable(_("This is no table: neither CSV nor XLSX."))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    while True:
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
        unpacked = [part.file_size for part in zipfile.ZipFile(io.BytesIO(content)).infolist()]
    except STUMBLES as error:
        raise Unreadable(_("This workbook cannot be read. Save it again as XLSX, or as CSV.")) from error
    if len(unpacked) > MOST_PARTS or sum(unpacked) > UNPACKED:
        raise Unreadable(_("This workbook is too large when it is unpacked."))
    try:
        # A sheet may claim a million empty lines: one more than can be is enough to tell.
        lines = list(islice(_lines(content), 4 * MOST_ROWS + 1))
    except STUMBLES as error:
        raise Unreadable(_("This workbook cannot be read. Save it again as XLSX, or as CSV.")) from error
    if len(lines) > 4 * MOST_ROWS:
        raise Unreadable(_("The table has more than %(most)d rows.") % {"most": MOST_ROWS})
    yield from enumerate(lines, start=1)


def _lines(content: bytes) -> Iterator[Sequence[str]]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    for cells in book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS + 1):
        yield [_text(cell) for cell in cells]


def _text(value: Any) -> str:
    """What a cell shows: a date as 2026-06-10, a time as 09:30, a whole number without its point."""
    match value:
        case None:
            shown = ""
        case bool():
            shown = "1" if value else "0"
        case datetime():
            shown = value.date().isoformat() if value.time() == time.min else value.isoformat(" ", "minutes")
        case time():
            shown = value.isoformat("minutes")
        case float() if value.is_integer():
            shown = str(int(value))
        case _:
            shown = str(value)
    return shown
