"""The pages that are opened all day load little, and what our files say of themselves stays at home."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse

from smplanner.staticfiles import COMMENTS
from tests.factories import make_post
from tests.page_weight import code, first_load


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["month", "week", "list", "board", "editor"])
def test_style_sheets_scripts_and_icons_of_a_page_stay_below_forty_kilobytes(client_of, alice, bakery, today, page):
    post = make_post(bakery, day=date(2026, 6, 10))
    editor, calendar = reverse("post", args=[bakery.slug, post.pk]), reverse("calendar", args=[bakery.slug])
    html = client_of(alice).get(editor if page == "editor" else f"{calendar}?view={page}").content.decode()
    sizes = first_load(html)
    assert {name.partition(".")[0] for name in sizes} >= {"css/site", "js/smp", "icons/sprite"}
    assert code(sizes) <= 40_000, sizes


@pytest.mark.parametrize("name", ["css/calendar.css", "js/calendar-move.js"])
def test_what_is_served_is_what_is_written_without_the_comments(repository, name):
    written = Path(repository, "static", name).read_text()
    served = Path(settings.STATIC_ROOT, staticfiles_storage.stored_name(name)).read_text()
    assert written.startswith("/*")
    assert "/*" not in served
    assert len(served) < len(written)


def test_no_value_that_everything_inherits_is_asked_of_what_the_page_holds(repository):
    """While a page is still coming, `body:has(…)` changes its mind; with such a value, all is styled once more."""
    of_the_page = re.compile(r"\b(?:html|body|:root)\b[^{};]*:has\([^{}]*\{[^{}]*--", re.ASCII)
    assert of_the_page.search("body:not(:has(> .foot)) { color: red; --foot: 0px; }")
    sheets = {path.name: path.read_text() for path in Path(repository, "static", "css").glob("*.css")}
    assert len(sheets) > 10
    assert [name for name, written in sheets.items() if of_the_page.search(written)] == []


def test_a_file_of_somebody_else_keeps_its_licence():
    name = "admin/js/vendor/jquery/jquery.js"
    assert "license" in Path(settings.STATIC_ROOT, staticfiles_storage.stored_name(name)).read_text()[:500]


def test_a_style_sheet_that_is_imported_stands_in_the_one_that_imports_it():
    served = Path(settings.STATIC_ROOT, staticfiles_storage.stored_name("css/site.css")).read_text()
    assert "@import" not in served
    assert served.index("@layer reset, tokens") < served.index("@layer components")


@pytest.mark.parametrize(
    ("written", "served"),
    [
        (b"/* One. */\nimport 'x';\n  // two\n  three();\n", b"import 'x';\n  three();\n"),
        (b"/** One\n * two. */\nf();", b"f();"),
        (b"/* one */ f(); /* two */\n", b"/* one */ f(); /* two */\n"),
        (b"const a = 'https://x'; // b\n", b"const a = 'https://x'; // b\n"),
        (b"f('/* c */');\n", b"f('/* c */');\n"),
    ],
)
def test_only_what_begins_a_line_of_a_script_is_left_out(written, served):
    assert COMMENTS[".js"].sub(b"", written) == served
