"""The first sheet of an XLSX workbook as rows of text, read with as little of the format as that takes.

A workbook is a packed file of XML that a stranger may have made. It is read event by event, so that what is held in
memory is what its cells say and nothing else; whatever grows beyond a limit stops the reading at once. No program that
reads whole workbooks can be stopped so: a cell that says nothing weighs four bytes in the file, and a hundred in it.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time
from functools import cache
from pathlib import PurePosixPath
from typing import Any
from xml.parsers import expat

from openpyxl import Workbook
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 500
MOST_CELLS = 600_000
MOST_ELEMENTS = 1_500_000
DEEPEST = 40
# A piece that ends inside of a long attribute is looked through again with the next one: few large pieces are safer.
CHUNK = 1024 * 1024
# A packed file may say of itself whatever it likes.
STUMBLES = (
    *(zipfile.BadZipFile, zlib.error, expat.ExpatError, OSError, EOFError, NotImplementedError, RuntimeError),
    *(KeyError, ValueError, IndexError, OverflowError),
)
_LETTERS = re.compile(r"[A-Z]{1,3}")


class Broken(Exception):
    """This is no workbook, or a part of it is missing or cut off."""


class TooLarge(Exception):
    """It holds more than is read."""


def lines(content: bytes, most_columns: int) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that are not empty: the number a spreadsheet shows beside each, and its cells.

    Cells beyond `most_columns` and one are left out, empty ones at the end of a row too. Raises Broken and TooLarge.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            sizes = [part.file_size for part in packed.infolist()]
            if len(sizes) > MOST_PARTS or sum(sizes) > UNPACKED:
                raise TooLarge
            yield from _Book(packed).rows(most_columns)
    except STUMBLES as error:
        raise Broken from error


class _Book:
    def __init__(self, packed: zipfile.ZipFile) -> None:
        self.packed = packed
        self.names = {name.lstrip("/"): name for name in packed.namelist()}
        self.elements = self.depth = 0
        self.strings: list[str] = []
        self.days: frozenset[int] = frozenset()  # styles that show a number as a day or an hour
        self.epoch = CALENDAR_WINDOWS_1900

    def rows(self, most_columns: int) -> Iterator[tuple[int, list[str]]]:
        path = self._first_sheet()
        if "xl/sharedStrings.xml" in self.names:
            strings = _Strings()
            for _chunk in self._read("xl/sharedStrings.xml", strings):
                pass
            self.strings = strings.found
        if "xl/styles.xml" in self.names:
            styles = _Styles()
            for _chunk in self._read("xl/styles.xml", styles):
                pass
            self.days = styles.days()
        sheet = _Rows(self, most_columns)
        for _chunk in self._read(path, sheet):
            yield from sheet.taken()

    def _first_sheet(self) -> str:
        """The path of the sheet that stands first in the workbook, wherever its maker put it."""
        book, links = _Workbook(), _Links()
        for _chunk in self._read("xl/workbook.xml", book):
            pass
        for _chunk in self._read("xl/_rels/workbook.xml.rels", links):
            pass
        if book.counts_from_1904:
            self.epoch = CALENDAR_MAC_1904
        for number in book.sheets:
            target = links.sheets.get(number, "")
            path = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
            if target and path in self.names:
                return path
        raise Broken

    def _read(self, path: str, part: "_Part") -> Iterator[None]:
        """Give the part at `path` to `part`, piece by piece; a workbook declares no types, and no names for texts."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = self._counted(part.start)
        parser.EndElementHandler = self._counted_out(part.end)
        parser.CharacterDataHandler = part.text
        with self.packed.open(self.names[path]) as opened:
            while chunk := opened.read(CHUNK):
                parser.Parse(chunk, False)
                yield
        parser.Parse(b"", True)
        yield

    def _counted(self, start: Callable[[str, Mapping[str, str]], None]) -> Callable[[str, Mapping[str, str]], None]:
        def counted(name: str, given: Mapping[str, str]) -> None:
            self.elements += 1
            self.depth += 1
            if self.elements > MOST_ELEMENTS or self.depth > DEEPEST:
                raise TooLarge
            start(name.rpartition(" ")[2], given)

        return counted

    def _counted_out(self, end: Callable[[str], None]) -> Callable[[str], None]:
        def counted(name: str) -> None:
            self.depth -= 1
            end(name.rpartition(" ")[2])

        return counted

    def shown(self, kind: str, style: str, said: str) -> str:
        """What a cell shows: a day as 2026-06-10, an hour as 09:30, a whole number without its point."""
        if kind == "s":
            return self.strings[int(said)]
        if kind in {"str", "inlineStr", "b"}:
            return said
        if kind == "e":  # a formula that failed
            return ""
        if kind == "d":
            return _moment(datetime.fromisoformat(said.removesuffix("Z")))
        number = float(said)
        if style and int(style) in self.days:
            return _moment(from_excel(number, self.epoch))
        return str(int(number)) if number.is_integer() else repr(number)


def _refuse(*_declared: object) -> None:
    raise Broken


def _moment(value: Any) -> str:
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(" ", "minutes")
    return str(value)


# --- The parts of a workbook ---------------------------------------------------------------------------------------


class _Part:
    """What is made of one of its parts while that is read."""

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element is over."""

    def text(self, said: str) -> None:
        """Letters between two of them."""


def _of(given: Mapping[str, str], name: str) -> str:
    """An attribute by its name, whatever stands before that."""
    return next((value for key, value in given.items() if key.rpartition(" ")[2] == name), "")


class _Workbook(_Part):
    def __init__(self) -> None:
        self.sheets: list[str] = []
        self.counts_from_1904 = False

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "sheet":
            # Of “r:id” and “sheetId” the first is the link; both end differently.
            self.sheets.append(_of(given, "id"))
        elif name == "workbookPr":
            self.counts_from_1904 = given.get("date1904", "") in {"1", "true"}


class _Links(_Part):
    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "Relationship" and given.get("Type", "").endswith("/worksheet"):
            self.sheets[given.get("Id", "")] = given.get("Target", "")


class _Strings(_Part):
    """The texts that cells point at by number; a text in several letterings is one text, how it sounds is no part."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._is_text = False
        self._sounds = 0

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._sounds += 1
        elif name == "t":
            self._is_text = not self._sounds

    def end(self, name: str) -> None:
        if name == "si":
            self.found.append(_unescaped("".join(self._pieces)))
        elif name == "rPh":
            self._sounds -= 1
        elif name == "t":
            self._is_text = False

    def text(self, said: str) -> None:
        if self._is_text:
            self._pieces.append(said)


class _Styles(_Part):
    def __init__(self) -> None:
        self.formats: dict[int, str] = {}
        self.cells: list[int] = []
        self._in_cells = False

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "numFmt":
            self.formats[int(given["numFmtId"])] = given.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            self.cells.append(int(given.get("numFmtId", 0)))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False

    def days(self) -> frozenset[int]:
        known = {**BUILTIN_FORMATS, **self.formats}
        return frozenset(place for place, number in enumerate(self.cells) if is_date_format(known.get(number)))


class _Rows(_Part):
    """The rows of a sheet, as far as they have been read."""

    def __init__(self, book: _Book, most_columns: int) -> None:
        self.book = book
        self.most = most_columns + 1
        self.cells = 0
        self._done: list[tuple[int, list[str]]] = []
        self._number = 0
        self._row: list[str] = []
        self._column = 0
        self._kind = self._style = ""
        self._pieces: list[str] = []
        self._listens = False
        self._sounds = 0
        self._ends: Mapping[str, Callable[[], None]] = {"c": self._end_cell, "row": self._end_row}

    def taken(self) -> list[tuple[int, list[str]]]:
        done, self._done = self._done, []
        return done

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "c":
            self.cells += 1
            if self.cells > MOST_CELLS:
                raise TooLarge
            place = given.get("r")
            self._column = _column(place) if place else self._column + 1
            self._kind, self._style = given.get("t", "n"), given.get("s", "")
            self._pieces = []
        elif name == "row":
            self._number = int(given["r"]) if "r" in given else self._number + 1
            self._row, self._column = [], 0
        elif name == "rPh":
            self._sounds += 1
        elif name in {"v", "t"}:
            self._listens = not self._sounds

    def text(self, said: str) -> None:
        if self._listens:
            self._pieces.append(said)

    def end(self, name: str) -> None:
        if name in {"v", "t"}:
            self._listens = False
        elif name == "rPh":
            self._sounds -= 1
        elif name in self._ends:
            self._ends[name]()

    def _end_cell(self) -> None:
        if not self._pieces or not 0 < self._column <= self.most:
            return
        shown = self.book.shown(self._kind, self._style, "".join(self._pieces))
        if self._kind in {"str", "inlineStr"}:
            shown = _unescaped(shown)
        if not shown:
            return
        self._row += [""] * (self._column - len(self._row))
        self._row[self._column - 1] = shown

    def _end_row(self) -> None:
        if self._row:
            self._done.append((self._number, self._row))
            self._row = []


def _column(place: str) -> int:
    """“AB12” stands in column 28."""
    letters = _LETTERS.match(place)
    number = 0
    for letter in letters.group() if letters else "":
        number = number * 26 + ord(letter) - 64
    return number


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# XML knows no such characters, and nobody types them.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _unescaped(said: str) -> str:
    """Characters that XML cannot hold are spelt “_x000D_” in workbooks, and so is a “_x” that is meant as such."""
    if "_x" not in said:
        return said
    return NOT_IN_XML.sub("", _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), said))


def escaped(said: str) -> str:
    """`said` so that no program takes “_x0041_” in it for an A; without what XML cannot hold."""
    return _ESCAPED.sub(r"_x005F_x\1_", NOT_IN_XML.sub("", said)) if "_x" in said else NOT_IN_XML.sub("", said)


# --- Out -----------------------------------------------------------------------------------------------------------


def written(title: str, rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of one sheet with these rows, all text; the first one stays in sight.

    The frame is openpyxl’s, the cells are written here, ten times as fast.
    """
    book = Workbook()
    book.active.title = NOT_IN_XML.sub("", title)
    book.active.freeze_panes = "A2"
    frame, out = io.BytesIO(), io.BytesIO()
    book.save(frame)
    with zipfile.ZipFile(frame) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as packed:
        for name in made.namelist():
            if name != _SHEET:
                packed.writestr(name, made.read(name))
                continue
            before, after = _NO_ROWS.split(made.read(name))
            with packed.open(name, "w") as sheet:
                sheet.write(before + b"<sheetData>")
                for number, row in enumerate(rows, start=1):
                    sheet.write(_row(number, row).encode())
                sheet.write(b"</sheetData>" + after)
    return out.getvalue()


_SHEET = "xl/worksheets/sheet1.xml"
_NO_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData>\s*</sheetData>")


def _row(number: int, row: Sequence[str]) -> str:
    cells = (
        f'<c r="{_letters(place)}{number}" t="inlineStr"><is><t xml:space="preserve">{_of_xml(said)}</t></is></c>'
        for place, said in enumerate(row)
        if said
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _of_xml(said: str) -> str:
    # An XML reader makes one line feed of each of the three line ends.
    said = escaped(said.replace("\r\n", "\n").replace("\r", "\n"))
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@cache
def _letters(place: int) -> str:
    return get_column_letter(place + 1)
