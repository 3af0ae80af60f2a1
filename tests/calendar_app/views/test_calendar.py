import gzip
from datetime import date, time
from html import unescape

import pytest
from django.urls import reverse

from calendar_app.models import ChannelTest, Post, ReadinessAction
from tests.factories import (
    make_channel,
    make_listening_plan,
    make_media,
    make_objective,
    make_persona,
    make_pillar,
    make_post,
    make_review,
)

NASTY = """<script>alert("1")</script> & l'été"""


@pytest.fixture
def english(alice):
    """Alice, reading in English."""
    alice.language = "en"
    alice.save()
    return alice


@pytest.fixture
def open_page(client_of, english, bakery, today):
    """`open_page("?view=list")`: the bakery's calendar as Alice sees it."""
    client = client_of(english)
    address = reverse("calendar", args=[bakery.slug])

    def opened(query: str = "") -> str:
        response = client.get(address + query)
        assert response.status_code == 200
        return unescape(response.content.decode())

    return opened


def cell(page: str, day: str) -> str:
    """What stands in one day of the month."""
    return page.split(f'data-day="{day}"', 1)[1].split('role="gridcell"', 1)[0]


def fill(workspace, count: int) -> None:
    """Posts all over June, each with everything that the page shows of it."""
    channel, persona, pillar = make_channel(workspace), make_persona(workspace), make_pillar(workspace)
    posts = [
        Post(
            workspace=workspace,
            title=f"Post {number}",
            channel=channel,
            persona=persona,
            pillar=pillar,
            zone=workspace.zone,
            local_date=date(2026, 6, number % 30 + 1),
            local_time=time(9),
            status=Post.Status.PLANNED,
        )
        for number in range(count)
    ]
    for post in posts:
        post.publish_at = post.moment().at
    Post.objects.bulk_create(posts, batch_size=500)
    make_post(workspace, channel=channel)
    make_listening_plan(workspace, first_session_on=date(2026, 6, 1), cadence_days=1)
    for _number in range(min(count, 50)):
        make_objective(workspace, due_on=date(2026, 6, 15))
        make_review(workspace, persona=persona, next_on=date(2026, 6, 20))


# --- What it costs -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["month", "week", "list", "board", "list&sort=owner", "board&by=persona"])
@pytest.mark.parametrize("count", [3, 30, 3000])
def test_the_calendar_asks_twelve_questions_of_the_database(
    client_of, english, bakery, today, django_assert_num_queries, view, count
):
    fill(bakery, count)
    client = client_of(english)
    address = reverse("calendar", args=[bakery.slug]) + f"?view={view}"
    client.get(address)  # the first visit writes down which workspace and view it was
    with django_assert_num_queries(12):
        client.get(address)


@pytest.mark.parametrize("view", ["quarter", "year", "year&q=bread"])
@pytest.mark.parametrize("count", [3, 30, 3000])
def test_views_that_only_count_ask_seven_questions(
    client_of, english, bakery, today, django_assert_num_queries, view, count
):
    fill(bakery, count)
    client = client_of(english)
    address = reverse("calendar", args=[bakery.slug]) + f"?view={view}"
    client.get(address)
    with django_assert_num_queries(7):
        client.get(address)


@pytest.mark.parametrize("view", ["month", "week", "list", "board"])
def test_a_page_of_three_hundred_posts_is_light(open_page, bakery, view):
    fill(bakery, 300)
    page = open_page(f"?view={view}").encode()
    assert len(gzip.compress(page)) < 60_000


# --- Who may see it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["calendar", "workspace"])
def test_a_stranger_finds_no_calendar(client_of, charlie, bakery, name):
    assert client_of(charlie).get(reverse(name, args=[bakery.slug])).status_code == 404


def test_the_calendar_shows_nothing_of_another_workspace(open_page, bakery, museum):
    make_post(museum, "Night at the museum", day=date(2026, 6, 10))
    make_post(museum, "An exhibition, some day")
    make_persona(museum, name="Curator")
    page = open_page()
    assert "museum" not in page
    assert "exhibition" not in page
    assert "Curator" not in page


def test_a_viewer_sees_posts_and_no_way_to_change_them(client_of, dora, bakery, today):
    make_post(bakery, "Sourdough", day=today)
    page = client_of(dora).get(reverse("calendar", args=[bakery.slug])).content.decode()
    assert "Sourdough" in page
    for way in ("chip-more", "quick-add", "day-plus", "data-may-write", reverse("post-new", args=[bakery.slug])):
        assert way not in page


# --- What it shows -------------------------------------------------------------------------------------------------


def test_a_post_stands_on_its_day_with_its_time_channel_and_status(open_page, bakery):
    channel = make_channel(bakery, "linkedin", name="Our page")
    make_post(bakery, "Sourdough", day=date(2026, 6, 16), clock=time(9, 30), channel=channel, status="draft")
    day = cell(open_page(), "2026-06-16")
    assert "Sourdough" in day
    assert ", Our page, 09:30, Draft" in day
    assert "1 post, add a post" in day


def test_titles_are_escaped_in_every_place(client_of, english, bakery, today):
    persona = make_persona(bakery, name=NASTY)
    pillar = make_pillar(bakery, name=NASTY[:80])
    channel = make_channel(bakery, name=NASTY[:80])
    for day in (today, None):
        post = make_post(bakery, NASTY, day=day, persona=persona, pillar=pillar, channel=channel)
        make_media(post, label=NASTY)
    client = client_of(english)
    for query in ("?view=month", "?view=list", "?color=persona&q=<script>", "?color=pillar", "?d=<script>"):
        page = client.get(reverse("calendar", args=[bakery.slug]) + query).content.decode()
        assert "<script>" not in page
        assert "& l" not in page
        assert 'alert("1")' not in page


def test_the_workspaces_clock_decides_the_day(open_page, bakery):
    make_post(bakery, "Late in Martinique", day=date(2026, 6, 15), clock=time(22, 30), zone="America/Martinique")
    make_post(bakery, "All day in Martinique", day=date(2026, 6, 15), zone="America/Martinique")
    page = open_page()
    assert "Late in Martinique" in cell(page, "2026-06-16")
    assert ", 04:30, " in cell(page, "2026-06-16")
    assert "All day in Martinique" in cell(page, "2026-06-15")


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_a_day_on_which_the_clocks_change_keeps_its_posts(open_page, bakery, day):
    for clock in (time(0, 0), time(2, 30), time(23, 59)):
        make_post(bakery, f"At {clock:%H:%M}", day=date.fromisoformat(day), clock=clock)
    shown = cell(open_page(f"?d={day}"), day)
    assert "3 posts, add a post" in shown


def test_a_full_day_folds_what_is_beyond_the_third(open_page, bakery, today):
    for number in range(7):
        make_post(bakery, f"Post {number}", day=today, clock=time(8 + number))
    shown, folded = cell(open_page(), today.isoformat()).split("<summary>")
    assert shown.count('class="chip ') == 3
    assert folded.count('class="chip ') == 4
    assert folded.startswith("4 more")


def test_public_holidays_are_named(open_page, bakery):
    bakery.region = "MQ"
    bakery.save()
    assert "Abolition of Slavery" in cell(open_page("?d=2026-05-10"), "2026-05-22")


def test_weeks_may_begin_on_sunday(open_page, bakery):
    bakery.week_start = 7
    bakery.save()
    assert open_page().split('data-day="', 1)[1].startswith("2026-05-31")


def test_weeks_that_take_turns_are_called_a_and_b(open_page, bakery):
    assert "week-letter" not in open_page()
    bakery.week_letters = "odd"
    bakery.save()
    assert '23 <span class="week-letter">A</span>' in open_page("?d=2026-06-10")
    assert "Week 24\N{NO-BREAK SPACE}B, 8–14 June 2026" in open_page("?view=week&d=2026-06-10")


def test_a_mark_stands_on_a_post_with_a_finding(open_page, bakery, today):
    make_media(make_post(bakery, "Sourdough", day=today, channel=make_channel(bakery)))
    day = cell(open_page(), today.isoformat())
    assert 'class="chip-sev sev-' in day


def test_the_reserve_holds_undated_posts_but_not_cancelled_ones(open_page, bakery):
    make_post(bakery, "Some day")
    make_post(bakery, "Never", status=Post.Status.CANCELLED)
    for view in ("month", "list"):
        tray = open_page(f"?view={view}").split('class="tray"', 1)[1]
        assert '<span class="count">1<span class="vh"> post</span></span>' in tray
        assert "Some day" in tray
        assert "Never" not in tray


def test_an_empty_month_says_what_to_do(open_page, bakery):
    assert "Nothing is planned this month yet." in open_page()
    make_post(bakery, "Sourdough", day=date(2026, 6, 1))
    assert "Nothing is planned this month yet." not in open_page()


def test_the_list_shows_days_with_posts_and_today(open_page, bakery):
    make_post(bakery, "Sourdough", day=date(2026, 6, 1), persona=make_persona(bakery, name="Ines"))
    page = open_page("?view=list")
    assert [part[:10] for part in page.split('id="day-')[1:]] == ["2026-06-01", "2026-06-10"]
    assert "Monday 1 June 2026" in page
    assert "Ines" in page


# --- Its address ---------------------------------------------------------------------------------------------------


def test_filters_keep_what_matches(open_page, bakery, today):
    channel = make_channel(bakery, "linkedin")
    make_post(bakery, "Sourdough", day=today, channel=channel)
    make_post(bakery, "Croissant", day=today)
    page = open_page(f"?channel={channel.pk}")
    assert "Sourdough" in page
    assert "Croissant" not in page
    assert "1 post of 2" in page
    assert "channel=" not in page.split("Clear all")[0].rsplit("href=", 1)[1]


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("?d=2026-02-31", "“2026-02-31” is not a day of the calendar."),
        ("?d=9999-12-31", "The calendar goes from 2000 to 2100."),
        ("?view=fortnight", "There is no such view."),
        ("?by=taste", "Posts cannot be put in that order."),
        ("?view=list&sort=taste", "Posts cannot be put in that order."),
        ("?channel=999999", "A filter in this address is not known here"),
        ("?persona=x&status=&color=purple", "Posts cannot be coloured in that way."),
    ],
)
def test_an_address_that_asks_for_the_impossible_is_answered_politely(open_page, query, note):
    page = open_page(query)
    assert note in page
    assert "June 2026" in page


def test_a_foreign_channel_is_no_filter(open_page, museum):
    channel = make_channel(museum, "linkedin")
    assert "A filter in this address is not known here" in open_page(f"?channel={channel.pk}")


@pytest.mark.parametrize(("day", "missing"), [("2000-01-15", 'rel="prev"'), ("2100-12-15", 'rel="next"')])
def test_the_pager_stops_where_the_calendar_ends(open_page, day, missing):
    assert missing not in open_page(f"?d={day}")


def test_the_pager_keeps_filters_and_the_day_of_the_month(open_page):
    page = open_page("?d=2026-01-31&q=bread&color=status")
    assert 'href="?view=month&d=2026-02-28&color=status&q=bread"' in page
    assert 'href="?view=month&d=2026-06-10&color=status&q=bread"' in page


def test_a_new_post_takes_over_the_one_channel_that_is_looked_at(open_page, bakery):
    channel = make_channel(bakery)
    assert f"?day=2026-06-16&channel={channel.pk}&" in open_page(f"?channel={channel.pk}")


def test_the_last_view_is_remembered_and_written_only_when_it_changes(
    client_of, english, bakery, today, django_assert_num_queries
):
    client = client_of(english)
    address = reverse("calendar", args=[bakery.slug])
    client.get(address + "?view=list")
    english.refresh_from_db()
    assert english.calendar_view == "list"
    assert "agenda-day" in client.get(address).content.decode()
    home = client.get(reverse("workspace", args=[bakery.slug]))
    assert (home.status_code, home["Location"]) == (302, address + "?view=list")


def test_only_reading_is_allowed(client_of, english, bakery):
    client = client_of(english)
    for name in ("calendar", "workspace"):
        assert client.post(reverse(name, args=[bakery.slug])).status_code == 405


# --- What the strategy asks for ------------------------------------------------------------------------------------

EVERY_KIND = {
    "listening": ("2026-06-17", "09:00</span> Listening session"),
    "review": ("2026-06-20", "Review due: Inès"),
    "trial": ("2026-06-06", "End of a trial: Instagram"),
    "action": ("2026-06-12", "To be done: Redo the website"),
    "objective": ("2026-06-30", "Objective due: Thirty more cakes"),
}


@pytest.fixture
def strategy(bakery):
    """A date of each kind in June, and the channel and the persona that two of them are about."""
    make_listening_plan(bakery, first_session_on=date(2026, 6, 3), session_time=time(9))
    persona = make_persona(bakery, name="Inès")
    make_review(bakery, persona=persona, on=date(2026, 1, 1), next_on=date(2026, 6, 20))
    channel = make_channel(bakery, status="testing")
    ChannelTest.objects.create(workspace=bakery, channel=channel, hypothesis="Liked", end_on=date(2026, 6, 6))
    ReadinessAction.objects.create(workspace=bakery, text="Redo the website", due_on=date(2026, 6, 12))
    make_objective(bakery, statement="Thirty more cakes", due_on=date(2026, 6, 30))
    return channel, persona


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize("view", ["month", "list"])
def test_the_strategy_stands_on_its_days_each_kind_with_its_word(open_page, strategy, view, kind):
    day, words = EVERY_KIND[kind]
    assert words in cell(open_page(f"?view={view}"), day).split('class="tray"')[0]


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_each_kind_is_switched_on_and_off(open_page, strategy, kind):
    only = open_page(f"?show=none&show={kind}")
    assert {name for name in EVERY_KIND if f'class="occasion is-{name}"' in only} == {kind}
    assert f'value="{kind}" checked' in only
    without = open_page("?" + "&".join(f"show={name}" for name in EVERY_KIND if name != kind))
    assert f'class="occasion is-{kind}"' not in without
    assert "Hidden: " in without
    assert 'class="occasion' not in open_page("?show=none")
    assert "Hidden: " not in open_page()


def test_an_unknown_kind_is_answered_politely(open_page, strategy):
    page = open_page("?show=moon")
    assert "A filter in this address is not known here" in page
    assert {name for name in EVERY_KIND if f'class="occasion is-{name}"' in page} == set(EVERY_KIND)


def test_what_is_late_says_so_but_a_session_does_not(open_page, strategy):
    page = open_page()
    assert "Overdue" in cell(page, "2026-06-06")
    assert "Overdue" not in cell(page, "2026-06-03")
    assert "Overdue" not in cell(page, "2026-06-12")


def test_dates_lead_to_what_is_to_be_done(client_of, english, dora, bakery, strategy, today):
    channel, persona = strategy
    address = reverse("calendar", args=[bakery.slug])
    base = f"/w/{bakery.slug}/strategy"
    page = unescape(client_of(english).get(address).content.decode())
    for link in (f"{base}/listening/heard/new/?on=2026-06-17", f"{base}/reviews/new/?persona={persona.pk}"):
        assert f'href="{link}" draggable="false"' in page
    assert f'href="{base}/channels/{channel.pk}/"' in page
    read = unescape(client_of(dora).get(address).content.decode())
    assert f"{base}/listening/heard/?on=2026-06-17" in read
    assert f"{base}/reviews/new/" not in read
    assert f"{base}/listening/heard/new/" not in read


def test_filters_of_posts_leave_out_the_dates_of_other_channels_and_personas(open_page, bakery, strategy):
    other, nobody = make_channel(bakery, "linkedin"), make_persona(bakery)
    assert "End of a trial" not in open_page(f"?channel={other.pk}")
    assert "End of a trial" in open_page(f"?channel={strategy[0].pk}")
    assert "Review due" not in open_page(f"?persona={nobody.pk}")
    assert "Listening session" in open_page(f"?persona={nobody.pk}&channel={other.pk}")
    assert 'class="occasion' not in open_page("?q=sourdough")
    assert "To be done" in open_page("?q=website")


def test_the_choice_of_dates_survives_the_pager_and_clearing(open_page, strategy):
    page = open_page("?d=2026-06-10&show=review&show=listening&q=ines")
    assert 'href="?view=month&d=2026-07-10&show=listening&show=review&q=ines"' in page
    assert 'href="?view=month&d=2026-06-10&show=listening&show=review"' in page


def test_many_dates_of_a_day_are_folded(open_page, bakery):
    for number in range(5):
        make_objective(bakery, statement=f"Objective {number}", due_on=date(2026, 6, 30))
    shown, folded = cell(open_page(), "2026-06-30").split("<summary>")
    assert shown.count('class="occasion ') == 1
    assert folded.startswith("4 more key dates")


def test_names_of_dates_are_escaped(client_of, english, bakery, today):
    make_objective(bakery, statement=NASTY, due_on=today)
    for view in ("month", "list"):
        page = client_of(english).get(reverse("calendar", args=[bakery.slug]) + f"?view={view}").content.decode()
        assert "&lt;script&gt;" in page
        assert 'alert("1")' not in page


def test_dates_of_another_workspace_stay_there(open_page, museum):
    make_objective(museum, statement="A night at the museum", due_on=date(2026, 6, 30))
    make_listening_plan(museum, first_session_on=date(2026, 6, 3))
    assert 'class="occasion' not in open_page()


# --- What the checker says -----------------------------------------------------------------------------------------


def test_chips_in_the_month_the_list_and_the_reserve_say_how_grave_and_how_many(open_page, bakery, today):
    facebook = make_channel(bakery, "facebook", char_max=20)
    for title, day in (("On its day", today), ("Set by", None)):
        make_media(make_post(bakery, title, day=day, channel=facebook, status="draft", text="a" * 21))
    for view in ("month", "list"):
        page = open_page(f"?view={view}")
        for part in (page.partition('class="tray"')[0], page.partition('class="tray"')[2]):
            assert 'class="chip-sev sev-error"' in part
            assert '<span class="chip-count">' in part
            assert "Error and" in part


def test_weeks_of_the_month_are_named_as_findings_name_them(open_page):
    page = open_page("?view=month&d=2027-01-05")
    assert 'data-of-week="202653"' in page
    assert 'data-of-week="202701"' in page
