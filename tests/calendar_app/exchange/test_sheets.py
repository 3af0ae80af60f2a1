"""Tables between bytes and rows."""

import contextlib
import io
import zipfile
from datetime import date, datetime, time

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from calendar_app.exchange.sheets import (
    LARGEST,
    MOST_COLUMNS,
    MOST_ROWS,
    Unreadable,
    bare,
    guarded,
    read,
    to_csv,
    to_xlsx,
)

CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
CELLS = st.text(CHARACTERS | st.sampled_from("\n\t'=+-@;,\""), max_size=30)
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width).map(tuple), max_size=6).map(
        lambda rows: (tuple(f"Column {n}" for n in range(width)), rows)
    )
)


def refusal(content: bytes) -> str:
    with translation.override("en"), pytest.raises(Unreadable) as refused:
        read(content)
    return str(refused.value)


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@given(st.text())
def test_a_guard_is_taken_off_again_whatever_it_guards(value):
    assert bare(guarded(value)) == value


@given(CELLS)
def test_no_cell_begins_as_a_formula_does(value):
    assert not guarded(value).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(TABLES, st.sampled_from(";,\t"))
def test_what_is_written_as_csv_is_read_again(table, delimiter):
    header, rows = table
    assert read(to_csv(header, rows, delimiter if len(header) > 1 else ",")).rows == tuple(
        row for row in rows if any(cell.strip() for cell in row)
    )


@settings(max_examples=40, deadline=None)
@given(TABLES)
def test_what_is_written_as_a_workbook_is_read_again(table):
    header, rows = table
    found = read(to_xlsx("Plan", header, rows))
    assert found.header == header
    assert found.rows == tuple(row for row in rows if any(cell.strip() for cell in row))


@pytest.mark.parametrize("line", ["Title;Day", "Title,Day", "Title\tDay", '"Title, or so";Day'])
def test_what_parts_the_columns_is_guessed(line):
    assert read(f"{line}\n".encode()).header[1] == "Day"


def test_a_row_knows_the_line_on_which_it_stands():
    found = read(b'Title,Text\r\nA,"one\r\ntwo"\r\n\r\nB,\r\n')
    assert (found.rows, found.numbers) == ((("A", "one\r\ntwo"), ("B", "")), (2, 5))


def test_a_short_row_is_filled_up():
    assert read(b"A,B,C\n1\n").rows == (("1", "", ""),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_accents_survive(encoding):
    assert read("Título,Été\nœuf,🥐\n".encode(encoding)).rows == (("œuf", "🥐"),)


def test_cells_of_a_workbook_are_read_as_they_are_shown():
    content = workbook(
        ("A", "B", "C", "D", "E", "F"),
        (date(2026, 6, 10), datetime.fromisoformat("2026-06-10 09:30"), time(9, 30), 3.0, True, 2.5),
    )
    assert read(content).rows == (("2026-06-10", "2026-06-10 09:30", "09:30", "3", "1", "2.5"),)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b"\n\n;;\n", "The file is empty."),
        ("Été,Prix\n".encode("latin-1"), "The letters of this file are not in UTF-8."),
        (b"a,b\n\0,2\n", "This is no table"),
        (b"a\n1,2,3\n", "Line 2 has more cells than the first line has names."),
        (b'a,b\n1,"2\n', "Line 2 cannot be read: a quotation mark is missing"),
        (b"PK\x03\x04 not a workbook at all", "This workbook cannot be read."),
        (b"a" * (LARGEST + 1), "The file is larger than 10 MB."),
        (b"a\n" + b"x" * 100_001, "Line 2 has a cell of more than 100000 characters."),
        (b",".join(b"c" for _ in range(MOST_COLUMNS + 1)), "The table has more than 200 columns."),
        (b"a\n" + b"1\n" * (MOST_ROWS + 1), "The table has more than 20000 rows."),
        (b"%PDF-1.7\n\xff\xfe", "This is no table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "This is no table"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content, message):
    assert refusal(content).startswith(message)


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_unread():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    assert refusal(out.getvalue()) == "This workbook is too large when it is unpacked."


@pytest.mark.parametrize("cut", [10, 300, 2000, -30])
def test_a_workbook_cut_off_is_refused(cut):
    content = workbook(("Title",), *((f"Post {n}",) for n in range(50)))
    assert refusal(content[:cut]) == "This workbook cannot be read. Save it again as XLSX, or as CSV."


# Made once: a workbook says when it was made, and no example shall differ from itself.
SMALL = workbook(("Title", "Day"), ("Bread", "2026-06-10"))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_workbook_with_broken_bytes_never_does_more_than_be_refused(data):
    content = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(2, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Unreadable):
        read(bytes(content))
