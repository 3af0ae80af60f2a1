from datetime import date, time
from html import unescape

import pytest
from django.urls import reverse
from django.utils.translation import override

from calendar_app.models import Campaign, Closure
from calendar_app.view_words import heading, span_in_words
from smplanner.workspaces.models import User
from tests.factories import make_channel, make_media, make_persona, make_post

PHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile/15E148 Safari/604.1"}


@pytest.fixture
def english(alice):
    """Alice, reading in English."""
    alice.language = "en"
    alice.save()
    return alice


@pytest.fixture
def open_page(client_of, english, bakery, today):
    """`open_page("?view=week")`: the bakery's calendar as Alice sees it on 10 June 2026."""
    client = client_of(english)
    address = reverse("calendar", args=[bakery.slug])

    def opened(query: str = "", **headers: str) -> str:
        response = client.get(address + query, headers=headers)
        assert response.status_code == 200
        return unescape(response.content.decode())

    return opened


def titles(page: str) -> list[str]:
    """The titles of the posts in the list, from top to bottom."""
    agenda = page.split('class="agenda"', 1)[1].split('class="cal-side"', 1)[0]
    return [part.split("<", 1)[0] for part in (one.split(">", 1)[1] for one in agenda.split('class="chip-link"')[1:])]


# --- The week ------------------------------------------------------------------------------------------------------


def test_a_week_shows_how_texts_begin_and_what_pictures_show(open_page, bakery, today):
    post = make_post(bakery, "Sourdough", day=today, clock=time(9), text="It rests\nfor a night. " + "It rests. " * 60)
    make_media(post, alt_text="A loaf, cut open")
    make_media(post)
    make_media(make_post(bakery, "Croissant", day=date(2026, 6, 14)))
    make_post(bakery, "Next week", day=date(2026, 6, 15))
    page = open_page("?view=week")
    assert "Week 24, 8–14 June 2026" in page
    assert page.count('role="gridcell"') == 7
    assert "It rests for a night. It rests." in page
    assert page.count("It rests. ") < 60
    assert '<b>Image</b> A loaf, cut open <span class="slip-count">+1</span>' in page
    assert "no alternative text" in page
    assert "Next week" not in page
    assert 'class="day-load load-1"' in page


def test_no_text_of_a_card_is_taken_for_html(client_of, english, bakery, today):
    make_media(make_post(bakery, "<i>One", day=today, text="<script>alert(1)</script>"), alt_text="<b>Loaf")
    for view in ("week", "board"):
        page = client_of(english).get(reverse("calendar", args=[bakery.slug]) + f"?view={view}").content.decode()
        for nasty in ("<script>alert", "<b>Loaf", "<i>One"):
            assert nasty not in page


# --- The list ------------------------------------------------------------------------------------------------------


@pytest.fixture
def three(bakery):
    """Three posts, whose days, titles and channels are in three orders."""
    facebook, linkedin = make_channel(bakery, "facebook"), make_channel(bakery, "linkedin")
    make_post(bakery, "Éclair", day=date(2026, 6, 1), channel=linkedin, status="posted")
    make_post(bakery, "Zopf", day=date(2026, 6, 2), channel=facebook, status="draft")
    make_post(bakery, "Apple pie", day=date(2026, 6, 3), persona=make_persona(bakery), status="draft")


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("day", ["Éclair", "Zopf", "Apple pie"]),
        ("-day", ["Apple pie", "Zopf", "Éclair"]),
        ("title", ["Apple pie", "Éclair", "Zopf"]),
        ("-title", ["Zopf", "Éclair", "Apple pie"]),
        ("channel", ["Zopf", "Éclair", "Apple pie"]),
        ("-channel", ["Apple pie", "Éclair", "Zopf"]),
        ("status", ["Zopf", "Apple pie", "Éclair"]),
        ("persona", ["Apple pie", "Éclair", "Zopf"]),
        ("owner", ["Éclair", "Zopf", "Apple pie"]),
    ],
)
def test_the_list_is_in_the_order_of_its_address(open_page, three, sort, expected):
    assert titles(open_page(f"?view=list&sort={sort}")) == expected


def test_posts_of_the_list_are_selected_by_those_who_may_write(open_page, client_of, dora, bakery, three):
    page = open_page("?view=list")
    assert page.count('type="checkbox" form="selection" name="post"') == 3
    read = client_of(dora).get(reverse("calendar", args=[bakery.slug]) + "?view=list").content.decode()
    assert 'name="post"' not in read


# --- The quarter and the year --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("view", "months"), [("quarter", 3), ("year", 12)])
def test_posts_are_counted_by_day_and_by_week(open_page, bakery, view, months):
    for day in (9, 9, 12):
        make_post(bakery, "A title that nobody reads here", day=date(2026, 6, day))
    page = open_page(f"?view={view}")
    assert page.count('class="year-month"') == months
    assert "A title that nobody reads here" not in page
    tuesday = page.split('d=2026-06-09"', 1)[1].split("</td>", 1)[0]
    assert "2 posts" in tuesday
    assert '?view=month&d=2026-06-09"' in page
    assert '?view=week&d=2026-06-08"' in page
    assert ">3</td>" in page.split('class="year-load"', 1)[1]


def test_campaigns_are_bands_over_their_weeks_and_closed_days_are_no_gap(open_page, bakery):
    Campaign.objects.create(
        workspace=bakery, name="Summer sales", start_on=date(2026, 6, 24), end_on=date(2026, 7, 7), colour="rose"
    )
    Closure.objects.create(workspace=bakery, label="Works", first_day=date(2026, 6, 11), last_day=date(2026, 6, 22))
    make_post(bakery, day=date(2026, 6, 10))
    page = open_page("?view=quarter")
    assert 'class="year-band tag-rose is-campaign"' in page
    assert "Summer sales, 24 June – 7 July 2026" in page
    found = page.split('class="year-gaps"', 1)[1].split("</section>", 1)[0]
    assert "23–30 June 2026" in found
    assert "11" not in found
    assert "Summer sales" not in open_page("?view=quarter&show=closed")


def test_filters_hold_where_posts_are_only_counted(open_page, bakery):
    channel = make_channel(bakery)
    make_post(bakery, day=date(2026, 6, 9), channel=channel)
    make_post(bakery, "Bread", day=date(2026, 6, 9), text="Rye, and time.")
    assert "1 post of 2" in open_page(f"?view=year&channel={channel.pk}")
    assert "1 post of 2" in open_page("?view=year&q=rye")


def test_what_the_checks_find_is_a_filter_of_the_counted_views_too(
    open_page, bakery, today, monkeypatch, django_assert_num_queries
):
    make_media(make_post(bakery, "Sourdough", day=today, channel=make_channel(bakery)))
    make_post(bakery, "Idle", day=today, status="cancelled")
    assert "findings=none" in open_page("?view=quarter")  # offered
    counted = {word: open_page(f"?view=year&findings={word}") for word in ("none", "warning", "error", "info")}
    assert "1 post of 2" in counted["none"]
    assert sum("1 post of 2" in page for page in counted.values()) == 2
    with django_assert_num_queries(12):
        open_page("?view=year&findings=none")
    monkeypatch.setattr("calendar_app.views.calendar.MOST_JUDGED", 1)
    assert "too many posts to be checked at once" in open_page("?view=year&findings=error")


@pytest.mark.parametrize("view", ["week", "board", "quarter", "year"])
@pytest.mark.parametrize("day", ["2000-01-01", "2100-12-31"])
def test_every_view_is_there_at_the_edges_of_the_calendar(open_page, view, day):
    assert 'id="calendar"' in open_page(f"?view={view}&d={day}")


@pytest.mark.parametrize("view", ["week", "board", "quarter", "year"])
def test_no_view_shows_anything_of_another_workspace(open_page, museum, charlie, view):
    make_post(museum, "Night at the museum", day=date(2026, 6, 10), persona=make_persona(museum, name="Curator"))
    Campaign.objects.create(workspace=museum, name="Biennale", start_on=date(2026, 6, 1), end_on=date(2026, 6, 30))
    page = open_page(f"?view={view}&by=persona")
    for theirs in ("museum", "Curator", "Biennale", charlie.email):
        assert theirs not in page
    assert "0 posts" in page


# --- Words, and phones ---------------------------------------------------------------------------------------------


def test_pages_are_named_by_their_period():
    with override("en"):
        assert heading("year", date(2026, 1, 1), date(2026, 12, 31)) == "2026"
        assert heading("quarter", date(2026, 10, 1), date(2026, 12, 31)) == "Quarter 4, 2026"
        assert heading("week", date(2026, 6, 29), date(2026, 7, 5)) == "Week 27, 29 June – 5 July 2026"
        assert span_in_words(date(2026, 12, 28), date(2027, 1, 3)) == "28 December 2026 – 3 January 2027"
    with override("fr"):
        assert span_in_words(date(2026, 6, 1), date(2026, 6, 7)) == "1er–7 juin 2026"


def test_a_phone_begins_with_what_there_is_to_do_and_a_desk_with_the_month(client_of, english, bakery, today):
    home, todo = reverse("workspace", args=[bakery.slug]), reverse("todo", args=[bakery.slug])
    client = client_of(english)
    assert client.get(home)["Location"].endswith("?view=month")
    assert client.get(home, headers=PHONE)["Location"] == todo
    assert client.get(home, headers={"Sec-CH-UA-Mobile": "?1"})["Location"] == todo
    assert client.get(home, headers={**PHONE, "Sec-CH-UA-Mobile": "?0"})["Location"].endswith("?view=month")
    assert "User-Agent" in client.get(home)["Vary"]


@pytest.mark.parametrize("headers", [{}, PHONE])
def test_a_workspace_opens_with_the_page_that_somebody_chose(client_of, english, bakery, today, headers):
    home, client = reverse("workspace", args=[bakery.slug]), client_of(english)
    for chosen, end in (("board", "?view=board"), ("todo", "/todo/")):
        User.objects.filter(pk=english.pk).update(first_view=chosen)
        assert client.get(home, headers=headers)["Location"].endswith(end)


def test_a_phone_remembers_its_own_view(client_of, english, bakery, today):
    calendar, client = reverse("calendar", args=[bakery.slug]), client_of(english)
    assert client.get(calendar, headers=PHONE).context["state"].view == "list"
    client.get(calendar + "?view=week", headers=PHONE)
    assert client.get(calendar, headers=PHONE).context["state"].view == "week"
    assert client.get(calendar).context["state"].view == "month"
