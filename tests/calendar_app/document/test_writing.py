"""A document as Markdown and as a Word file."""

import io
import zipfile
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation

from calendar_app.document import composing, docx, markdown
from calendar_app.document.values import Document, Facts, Prose, Section, Table, Title

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def a_document(*blocks, name="Bakery", wanted=()) -> Document:
    section = Section("voice", "Voice", blocks, wanted)
    return Document(name, date(2026, 6, 10), Table("People", ("Name", "Role"), (("Rose", "Owner"),)), (section,))


def parts_of(body: bytes) -> dict[str, ET.Element]:
    """Every part of the package, read as XML."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        return {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}  # noqa: S314 - our own


def words_of(body: bytes) -> list[str]:
    return [text.text or "" for text in parts_of(body)["word/document.xml"].iter(f"{W}t")]


# --- Completeness --------------------------------------------------------------------------------------------------


def test_a_section_says_how_much_of_it_is_there_and_what_is_missing():
    section = Section("voice", "Voice", (), (("a mission", True), ("a promise", False), ("values", False)))
    assert (section.filled, section.total, section.missing) == (1, 3, ("a promise", "values"))
    with translation.override("en"):
        assert composing.completeness(section) == "1 of 3 filled; missing: a promise, values"


def test_a_full_section_misses_nothing():
    with translation.override("en"):
        assert composing.completeness(Section("voice", "Voice", (), (("a mission", True),))) == "1 of 1 filled"


# --- Markdown ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("*bold* _it_", r"\*bold\* \_it\_"),
        ("a | b", r"a \| b"),
        ("# no heading", r"\# no heading"),
        ("- no list", r"\- no list"),
        ("1. no list", r"1\. no list"),
        ("12) no list", r"12\) no list"),
        ("=== no heading", r"\=== no heading"),
        ("> no quote", r"\> no quote"),
        ("<script>", r"\<script\>"),
        ("![x](y)", r"\!\[x\](y)"),
        ("a & b; `c` \\ d", r"a \& b; \`c\` \\ d"),
        ("line\nother\tend", "line other end"),
        ("2026 is a year", "2026 is a year"),
    ],
)
def test_markdown_keeps_what_was_typed_as_text(typed, written):
    assert markdown.escape(typed) == written


def test_markdown_has_headings_pairs_tables_and_broken_lines():
    blocks = (
        Title("Léa"),
        Prose("Mission", "One\n- two\n\nthree"),
        Facts((("Age", "20–30"),)),
        Table("Team", ("A", "B"), (("a|b", "c\nd"),)),
    )
    with translation.override("en"):
        text = markdown.text(a_document(*blocks))
    assert text.startswith("# Strategy of Bakery\n\n10 June 2026")
    assert "\n### Léa\n\n**Mission**\n\nOne  \n\\- two  \n\nthree  \n\n- **Age** 20–30\n" in text
    assert "#### Team\n\n| A | B |\n| --- | --- |\n| a\\|b | c d |\n" in text
    assert text.endswith("|\n")


# --- Word ----------------------------------------------------------------------------------------------------------


def test_every_part_of_a_word_file_is_xml_and_is_named_among_the_types():
    parts = parts_of(docx.package(a_document(Title("Léa")), "fr"))
    named = {one.get("PartName") for one in parts["[Content_Types].xml"] if one.get("PartName")}
    assert named == {"/word/document.xml", "/word/styles.xml"}
    assert {f"/{name}" for name in parts} >= named
    known = {style.get(f"{W}styleId") for style in parts["word/styles.xml"].iter(f"{W}style")}
    used = {style.get(f"{W}val") for style in parts["word/document.xml"].iter(f"{W}pStyle")}
    assert used <= known
    assert {"Title", "Heading1", "Heading2"} <= used


def test_the_same_document_gives_the_same_bytes():
    document = a_document(Prose("", "text"))
    assert docx.package(document, "fr") == docx.package(document, "fr")


def test_a_word_file_keeps_text_as_text_and_drops_what_xml_cannot_hold():
    typed = 'a <w:p/> & "b" ]]>\x00\x08\ufffe\ud800 \U0001f950'
    words = words_of(docx.package(a_document(Prose("", typed), Table("T", ("H",), ((typed,),))), "en"))
    assert words.count('a <w:p/> & "b" ]]> \U0001f950') == 2


def test_lines_of_a_text_stay_lines_in_word():
    document = parts_of(docx.package(a_document(Prose("", "one\ntwo\n\nthree")), "en"))["word/document.xml"]
    texts = [[text.text or "" for text in one.iter(f"{W}t")] for one in document.iter(f"{W}p")]
    assert ["one", "two", "", "three"] in texts


def test_the_head_of_a_table_comes_again_on_every_page_of_word():
    document = parts_of(docx.package(a_document(Facts((("Age", "20"),))), "en"))["word/document.xml"]
    people, pairs = document.iter(f"{W}tbl")
    assert len(list(people.iter(f"{W}tblHeader"))) == 1
    assert list(pairs.iter(f"{W}tblHeader")) == []
    assert [len(list(row.iter(f"{W}tc"))) for row in people.iter(f"{W}tr")] == [2, 2]
