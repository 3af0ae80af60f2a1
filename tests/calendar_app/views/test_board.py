from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from calendar_app.models import Post
from smplanner.workspaces.audit import AuditEvent
from tests.factories import make_channel, make_persona, make_pillar, make_post


@pytest.fixture
def english(alice):
    """Alice, reading in English."""
    alice.language = "en"
    alice.save()
    return alice


@pytest.fixture
def post(bakery):
    return make_post(bakery, "Sourdough", day=date(2026, 6, 9), status=Post.Status.DRAFT)


@pytest.fixture
def put(client_of, english, bakery, post):
    """`put(by, value, version=1)`: what the board's script sends when a card is dropped into a column."""

    def sent(by: str, value: object, user=english, **fields):
        address = reverse("post-place", args=[bakery.slug, post.pk])
        data = {"by": by, "value": value, "version": 1, **fields}
        return client_of(user).post(address, data, headers={"Accept": "application/json"})

    return sent


def column(page: str, value: str) -> str:
    """What stands in one column of the board."""
    return page.split(f'data-column="{value}"', 1)[1].split("</section>", 1)[0]


# --- The columns ---------------------------------------------------------------------------------------------------


def test_the_board_has_a_column_for_each_status_with_its_number(client_of, english, bakery, post, today):
    make_post(bakery, "Some day")
    page = unescape(client_of(english).get(reverse("calendar", args=[bakery.slug]) + "?view=board").content.decode())
    assert [part.split('"')[0] for part in page.split('data-column="')[1:]] == list(Post.Status.values)
    assert "Sourdough" in column(page, "draft")
    assert 'class="count">1<' in column(page, "draft")
    assert "Some day" in column(page, "idea")
    assert "Reserve" in column(page, "idea")


@pytest.mark.parametrize("by", ["persona", "pillar", "channel", "owner"])
def test_the_board_has_a_column_for_each_value_of_what_it_is_by(client_of, english, bakery, bob, today, by):
    made = {
        "persona": lambda: make_persona(bakery, name="Inès"),
        "pillar": lambda: make_pillar(bakery, name="Craft"),
        "channel": lambda: make_channel(bakery, "linkedin"),
        "owner": lambda: bob,
    }[by]()
    make_post(bakery, "Theirs", day=today, **{by: made})
    make_post(bakery, "Nobody’s", day=today)
    page = client_of(english).get(reverse("calendar", args=[bakery.slug]) + f"?view=board&by={by}").content.decode()
    assert "Theirs" in column(page, str(made.pk))
    assert "Nobody’s" in column(page, "")
    assert f"place/?by={by}" in page


# --- Putting a post into one ---------------------------------------------------------------------------------------


def test_a_post_dropped_into_a_column_takes_its_value_and_leaves_one_line_in_the_log(put, post):
    answer = put("status", "in_review").json()
    assert (answer["ok"], answer["version"]) == (True, 2)
    assert "Sourdough" in answer["message"]
    post.refresh_from_db()
    assert (post.status, post.version) == ("in_review", 2)
    event = AuditEvent.objects.get(target_kind="post")
    assert (event.verb, event.diff) == ("edited", {"status": ["draft", "in_review"]})
    undo = answer["undo"]
    assert put(undo["by"], undo["value"], version=undo["version"]).json()["ok"]
    post.refresh_from_db()
    assert post.status == "draft"


def test_approving_on_the_board_is_noted_as_in_the_editor(put, post):
    put("status", "approved")
    post.refresh_from_db()
    assert post.approved_at


@pytest.mark.parametrize("by", ["persona", "pillar", "channel", "owner"])
def test_every_kind_of_column_sets_its_own_fact_and_takes_it_away(put, post, bakery, alice, by):
    made = {
        "persona": lambda: make_persona(bakery),
        "pillar": lambda: make_pillar(bakery),
        "channel": lambda: make_channel(bakery),
        "owner": lambda: alice,
    }[by]()
    assert put(by, made.pk).json()["ok"]
    post.refresh_from_db()
    assert getattr(post, by) == made
    assert put(by, "", version=2).json()["ok"]
    post.refresh_from_db()
    assert getattr(post, by) is None


def test_someone_who_was_quicker_is_not_overwritten(put, post):
    Post.objects.filter(pk=post.pk).update(version=2)
    answer = put("status", "approved")
    assert (answer.status_code, answer.json()["ok"]) == (409, False)
    post.refresh_from_db()
    assert post.status == "draft"


def test_who_may_not_approve_hears_so(put, post, bob):
    answer = put("status", "approved", user=bob)
    assert answer.status_code == 422
    assert answer.json()["message"]
    post.refresh_from_db()
    assert post.status == "draft"


def test_a_value_of_another_workspace_is_none(put, post, museum):
    answer = put("persona", make_persona(museum).pk)
    assert answer.status_code == 422
    post.refresh_from_db()
    assert post.persona is None


@pytest.mark.parametrize("value", ["", "taste", "999999999999999999999", "draft\x00"])
def test_nonsense_is_refused_with_a_sentence(put, value):
    answer = put("status", value)
    assert answer.status_code == 422
    assert answer.json()["message"]


def test_a_board_by_anything_else_is_no_board(put):
    assert put("title", "New").status_code == 400


def test_without_script_a_page_asks_for_the_column_and_offers_to_take_it_back(client_of, english, bakery, post):
    client = client_of(english)
    address = reverse("post-place", args=[bakery.slug, post.pk])
    page = client.get(address + "?by=status").content.decode()
    assert '<option value="in_review">' in page
    answer = client.post(address, {"by": "status", "status": "in_review", "version": 1})
    assert answer.status_code == 302
    assert answer["Location"].endswith("view=board&by=status")
    assert address in client.get(answer["Location"]).content.decode()
    post.refresh_from_db()
    assert post.status == "in_review"


# --- Who may -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["post-place", "post-card"])
def test_a_stranger_finds_neither_page_of_a_post(client_of, charlie, bakery, museum, post, name):
    for place in (bakery, museum):
        address = reverse(name, args=[place.slug, post.pk])
        assert client_of(charlie).get(address).status_code == 404
    assert client_of(charlie).post(reverse("post-place", args=[museum.slug, post.pk])).status_code == 404


def test_a_viewer_looks_at_a_card_and_puts_nothing_anywhere(client_of, dora, bakery, post):
    assert client_of(dora).get(reverse("post-card", args=[bakery.slug, post.pk])).status_code == 200
    assert client_of(dora).post(reverse("post-place", args=[bakery.slug, post.pk])).status_code == 403
    assert (
        "post-place"
        not in client_of(dora).get(reverse("calendar", args=[bakery.slug]) + "?view=board").content.decode()
    )


def test_a_card_tells_what_there_is_to_know_in_few_questions(client_of, english, bakery, django_assert_num_queries):
    title = "<b>" + "Sourdough " * 15
    persona = make_persona(bakery, name="Inès")
    post = make_post(bakery, title, day=date(2026, 6, 9), text="It rests for a night.", persona=persona)
    client = client_of(english)
    address = reverse("post-card", args=[bakery.slug, post.pk])
    client.get(address)
    with django_assert_num_queries(5):
        page = client.get(address).content.decode()
    for words in ("&lt;b&gt;Sourdough", "It rests for a night.", "Inès", "Planned", "9 June 2026"):
        assert words in page
