"""A document as a Word file: the smallest package of Office Open XML (ECMA-376) with headings, text and tables.

The same document gives the same bytes: every part carries one fixed date.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape as escape_xml

from django.utils.translation import gettext as _

from .composing import completeness
from .values import Block, Document, Facts, Prose, Table, Title
from .words import day

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_WHEN = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP archive can say
_SCHEMA = "http://schemas.openxmlformats.org"
_MAIN = f"{_SCHEMA}/wordprocessingml/2006/main"
_KINDS = f"{_SCHEMA}/officeDocument/2006/relationships"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TEXT_WIDTH = 9638  # twentieths of a point: A4 less two margins of 20 mm
_MARGIN = 1134

_TYPES = (
    f'{_HEAD}<Types xmlns="{_SCHEMA}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_OFFICE}.styles+xml"/></Types>'
)


def package(document: Document, language: str) -> bytes:
    """The bytes of the file; `language` ("fr", "en") is what its spelling is checked in."""
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relation("officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": _relation("styles", "styles.xml"),
        "word/styles.xml": _styles(language),
        "word/document.xml": _body(document),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, xml in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _WHEN), xml.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _relation(kind: str, target: str) -> str:
    one = f'<Relationship Id="rId1" Type="{_KINDS}/{kind}" Target="{target}"/>'
    return f'{_HEAD}<Relationships xmlns="{_SCHEMA}/package/2006/relationships">{one}</Relationships>'


def _styles(language: str) -> str:
    sizes = {"Title": 44, "heading 1": 30, "heading 2": 24, "heading 3": 21}  # half points
    headings = "".join(
        f'<w:style w:type="paragraph" w:styleId="{_style_id(name)}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:keepNext/><w:spacing w:before="280" w:after="100"/>{_outline(name)}</w:pPr>'
        f'<w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
        for name, size in sizes.items()
    )
    tag = {"fr": "fr-FR", "en": "en-GB"}.get(language, language)
    return (
        f'{_HEAD}<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="21"/>'
        f'<w:lang w:val="{tag}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="100"/></w:pPr>'
        '</w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        f'<w:name w:val="Normal"/></w:style>{headings}</w:styles>'
    )


def _style_id(name: str) -> str:
    return name.title().replace(" ", "")


def _outline(name: str) -> str:
    """The level under which Word lists a heading in its outline; the title has none."""
    level = name.rpartition(" ")[2]
    return f'<w:outlineLvl w:val="{int(level) - 1}"/>' if level.isdigit() else ""


def _body(document: Document) -> str:
    inside = "".join(_blocks(document))
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="{_MARGIN}" w:right="{_MARGIN}" w:bottom="{_MARGIN}" w:left="{_MARGIN}"'
        ' w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
    )
    return f'{_HEAD}<w:document xmlns:w="{_MAIN}"><w:body>{inside}{page}</w:body></w:document>'


def _blocks(document: Document) -> Iterator[str]:
    yield _paragraph(_("Strategy of %(name)s") % {"name": document.name}, "Title")
    counted = _("%(filled)s of %(total)s filled") % {"filled": document.filled, "total": document.total}
    yield _paragraph(f"{day(document.day)} · {counted}")
    yield _paragraph(document.people.caption, "Heading1")
    yield _table(document.people)
    for section in document.sections:
        yield _paragraph(section.title, "Heading1")
        yield _paragraph(completeness(section), marks="<w:i/>")
        for block in section.blocks:
            yield _block(block)


def _block(block: Block) -> str:
    match block:
        case Title():
            return _paragraph(block.text, "Heading2")
        case Prose():
            label = _paragraph(block.label, "Heading3") if block.label else ""
            return label + _paragraph(block.text)
        case Facts():
            return _grid(block.rows, heads=False)
        case Table():
            return _paragraph(block.caption, "Heading3") + _table(block)


def _table(table: Table) -> str:
    return _grid([table.head, *table.rows], heads=True)


def _grid(rows: Sequence[Sequence[str]], *, heads: bool) -> str:
    """A table whose first row, with `heads`, comes again on every page; without, the first column stands out."""
    width = _TEXT_WIDTH // len(rows[0])
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="999999"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = f'<w:gridCol w:w="{width}"/>' * len(rows[0])
    lines = []
    for y, row in enumerate(rows):
        is_head = heads and y == 0
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f"{_paragraph(cell, marks='<w:b/>' if is_head or (x == 0 and not heads) else '')}</w:tc>"
            for x, cell in enumerate(row)
        )
        lines.append(f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if is_head else ''}</w:trPr>{cells}</w:tr>")
    # Two tables in a row would be read as one, so that each is followed by an empty paragraph.
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(lines)}</w:tbl><w:p/>"
    )


def _paragraph(value: str, style: str = "", marks: str = "") -> str:
    """One paragraph; the lines of `value` stay lines."""
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    drawn = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{_clean(line)}</w:t>' for line in value.splitlines())
    return f"<w:p>{look}<w:r>{drawn}{lines}</w:r></w:p>"


def _clean(value: str) -> str:
    """`value` without what XML cannot hold, and with what it would read as its own marked as text."""
    return escape_xml(_NOT_IN_XML.sub("", value))
