"""Posts as a table, and back: whatever they say, a table that nobody touched says that nothing changed."""

import uuid
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as site
from django.utils.translation import override
from django_scopes import scope
from hypothesis import given, settings
from hypothesis import strategies as st

from calendar_app.exchange import cells, elsewhere, sheets, tables
from calendar_app.exchange.cells import Manner, Scribe
from calendar_app.exchange.comparing import Gone, Plan, State, _Reading
from calendar_app.exchange.names import Names
from calendar_app.filters import fold
from calendar_app.models import Post
from smplanner.workspaces.models import Workspace
from tests.factories import make_channel, make_media, make_persona, make_post

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def in_bakery(bakery):
    with scope(workspace=bakery):
        yield bakery


LETTERS = st.characters(exclude_categories=("Cs",), exclude_characters="\x00")
TRICKY = st.sampled_from(["=1+1", "'=1", "-", "@x", "\t", "\r\n", "_x0041_", "é", "🥐", '"', ";", ",", "00123", "  "])
TEXTS = st.lists(st.text(LETTERS, max_size=12) | TRICKY, max_size=4).map("".join)
NAMES = Names(
    {
        "channel": {1: "Instagram", 2: "Instagram", 3: "instagram (#1)", 4: "Été"},
        "persona": {1: "Inès", 2: "ines"},
        "owner": {7: "Alice"},
        "created_by": {7: "Alice"},
        **{field: {1: " A  name ", 2: ""} for field in ("objective", "pillar", "campaign", "partner")},
    }
)


def choices(field: str) -> st.SearchStrategy:
    known = Post._meta.get_field(field)
    return st.sampled_from(
        [value for value, _label in known.flatchoices] + ([""] if known.blank and not known.null else [])
    )


@st.composite
def posts(draw: st.DrawFn) -> Post:
    day = draw(st.none() | st.dates(date(2000, 1, 1), date(2100, 12, 31)))
    post = Post(
        pk=draw(st.integers(1, 10**6)),
        uid=uuid.UUID(int=draw(st.integers(0, 2**128 - 1))),
        title=draw(TEXTS),
        text=draw(TEXTS),
        link=draw(TEXTS),
        local_date=day,
        local_time=draw(st.none() | st.times()) if day else None,
        fold=draw(st.integers(0, 1)),
        zone="Europe/Paris",
        version=draw(st.integers(1, 99)),
        channel_id=draw(st.none() | st.integers(1, 4)),
        persona_id=draw(st.none() | st.integers(1, 2)),
        owner_id=draw(st.none() | st.just(7)),
        prior_price=draw(st.none() | st.decimals(0, 10**7, places=2)),
        minutes_spent=draw(st.none() | st.integers(0, 6000)),
        target_rung=draw(st.none() | choices("target_rung")),
        offer=draw(TEXTS),
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        **{field: draw(choices(field)) for field in ("status", "intent", "value", "about", "media_type", "format")},
        **{
            f"{field}_id": draw(st.none() | st.integers(1, 2))
            for field in ("objective", "pillar", "campaign", "partner")
        },
        **{field: draw(st.booleans()) for field in ("invites_reply", "has_people", "is_evergreen", "platform_label")},
    )
    post.place()
    return post


def compared(plan: list[Post], sheet: sheets.Sheet, language: str) -> list[State]:
    mapped = elsewhere.guess(sheet, language)
    known = Plan(NAMES, {str(post.uid): post for post in plan}, {}, frozenset(), [])
    reading = _Reading(
        known, Manner(NAMES, PARIS, mapped.day_first, mapped.lenient), mapped, Workspace(), may_approve=False
    )
    return [reading.row(line, found).state for line, found in elsewhere.records(sheet, mapped)]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(posts(), min_size=1, max_size=4, unique_by=(lambda post: post.uid, lambda post: post.pk)),
    st.sampled_from(["xlsx", ";", ","]),
    st.sampled_from(["en", "fr"]),
)
def test_any_posts_out_and_in_again_say_that_nothing_changed(plan, kind, language):
    with override(language):
        scribe = Scribe(NAMES)
        rows = [scribe.row(post) for post in plan]
        if kind == "xlsx":
            content = sheets.to_xlsx("Plan", cells.headings(), rows)
        else:
            content = sheets.to_csv(cells.headings(), rows, kind)
        assert compared(plan, sheets.read(content), language) == [State.SAME] * len(plan)


def test_a_table_written_in_one_language_is_read_in_the_other():
    plan = [Post(pk=1, title="Bread", status="posted", zone="Europe/Paris", has_people=True, channel_id=4)]
    with override("fr"):
        content = sheets.to_csv(cells.headings(), [Scribe(NAMES).row(post) for post in plan])
    with override("en"):
        sheet = sheets.read(content)
        mapped = elsewhere.guess(sheet, "en")
        manner = Manner(NAMES, PARIS)
        [(_line, found)] = elsewhere.records(sheet, mapped)
        assert cells.read("status", found["status"], manner) == "posted"
        assert cells.read("has_people", found["has_people"], manner) is True


def test_every_field_of_a_post_is_a_column_or_left_out_for_a_reason():
    fields = {field.name for field in Post._meta.concrete_fields}
    assert fields == (set(cells.COLUMNS) - {cells.PICTURES}) | cells.LEFT_OUT.keys()
    assert len(cells.COLUMNS) == len(set(cells.COLUMNS))


@pytest.mark.parametrize("language", [code for code, _label in site.LANGUAGES])
def test_headings_and_choices_are_told_apart(language):
    with override(language):
        assert len({fold(name) for name in cells.headings()}) == len(cells.COLUMNS)
        for name in cells.CHANGEABLE:
            labels = [fold(str(label)) for _value, label in Post._meta.get_field(name).flatchoices]
            assert len(labels) == len(set(labels)), name


def test_rows_that_are_called_alike_are_told_apart():
    assert [NAMES.name("channel", number) for number in (1, 2, 3, 4)] == [
        *("Instagram (#1)", "Instagram (#2)", "instagram (#1) (#3)", "Été"),
    ]
    assert NAMES.number("channel", "ete") == 4


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("local_date", "10/06/2026", date(2026, 6, 10)),
        ("local_time", "9h30", time(9, 30)),
        ("prior_price", "1\u202f234,50 €", Decimal("1234.50")),
        ("status", "Scheduled", "planned"),
        ("status", "Publiée", "posted"),
        ("intent", "commercial", "commercial"),
        ("has_people", "oui", True),
        ("has_people", "", False),
        ("media_type", "", "owned"),
        ("channel", "", None),
        ("text", " kept as it is \r\n", " kept as it is \n"),
    ],
)
def test_a_cell_is_read_as_it_is_meant(name, cell, value):
    assert cells.read(name, cell, Manner(NAMES, PARIS)) == value


@pytest.mark.parametrize(
    ("name", "cell", "said"),
    [
        ("local_date", "soon", "no day that can be read"),
        ("local_date", "1999-12-31", "between 2000 and 2100"),
        ("local_time", "930", "no hour"),
        ("status", "later", "none of: Idea, Planned"),
        ("channel", "Fax", "nothing called “Fax”"),
        ("has_people", "perhaps", "neither yes nor no"),
        ("link", "not an address", "URL"),
        ("title", "x" * 201, "At most 200"),
        ("title", "a\x00b", "cannot be kept"),
        ("minutes_spent", "many", "must be an integer"),
    ],
)
def test_a_cell_that_cannot_be_read_says_why(name, cell, said):
    with override("en"), pytest.raises(cells.Wrong, match=said):
        cells.read(name, cell, Manner(NAMES, PARIS))


def test_an_export_holds_what_each_post_says(bakery, in_bakery, alice, django_assert_num_queries):
    ines = make_persona(bakery, name="Inès")
    post = make_post(bakery, "=Bread", day=date(2026, 6, 10), clock=time(9), persona=ines, owner=alice)
    post.channel = make_channel(bakery, "instagram")
    post.save()
    make_media(post, label="oven", alt_text="The oven at five")
    make_post(bakery, "Idea")
    make_post(bakery, "Gone", deleted_at=datetime(2026, 1, 1, tzinfo=UTC))
    with override("en"):
        with django_assert_num_queries(10):
            content = tables.export(bakery, tables.KINDS["xlsx"])
        make_post(bakery, "Another", adapted_from=post)
        with django_assert_num_queries(10):
            tables.export(bakery, tables.KINDS["semicolons"])
        sheet = sheets.read(content)
        rows = {row[2]: dict(zip(sheet.header, row, strict=True)) for row in sheet.rows}
    assert set(rows) == {"=Bread", "Idea"}
    bread = rows["=Bread"]
    assert bread["Identifier"] == str(post.uid)
    assert (bread["Day"], bread["Time"], bread["For whom"], bread["Channel"]) == (
        "2026-06-10",
        "09:00",
        "Inès",
        "Instagram",
    )
    assert bread["Pictures and videos"] == "oven: The oven at five"
    assert bread["Looked after by"] == str(alice)


def test_only_the_posts_asked_for_are_taken_out(bakery, in_bakery):
    bread, _idea = make_post(bakery, "Bread"), make_post(bakery, "Idea")
    content = tables.export(bakery, tables.KINDS["commas"], [bread.pk])
    assert [row[2] for row in sheets.read(content).rows] == ["Bread"]


def test_what_is_gone_is_what_no_row_is_about():
    plan = [Post(pk=1, title="A", zone="Europe/Paris"), Post(pk=2, title="B", zone="Europe/Paris")]
    known = Plan(NAMES, {str(post.uid): post for post in plan}, {}, frozenset(), [Gone(1, 1, "A"), Gone(2, 1, "B")])
    mapped = elsewhere.Mapped("own", ("uid", "title"), True, False)
    reading = _Reading(known, Manner(NAMES, PARIS), mapped, Workspace(), may_approve=False)
    reading.row(2, {"uid": str(plan[0].uid), "title": "A"})
    assert [one.title for one in reading.gone()] == ["B"]
