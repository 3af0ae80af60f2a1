"""The bell, and the page behind it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from calendar_app import talk
from calendar_app.models import Notice
from calendar_app.notices import tell
from tests.factories import make_membership, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(bakery):
    return make_post(bakery, title="Rye", day=date(2026, 6, 12))


def page(client, **query):
    return client.get(reverse("notices", args=["bakery"]), query).content.decode()


def test_the_bell_counts_what_one_has_not_read_in_this_workspace(client_of, alice, bob, bakery, museum, post):
    make_membership(bob, museum)
    client = client_of(bob)
    assert "bell-count" not in page(client)
    for _ in range(2):
        talk.say(post, alice, "@Bob!", timezone.now())
    assert 'bell-count" aria-hidden="true">2<' in page(client)
    assert "bell-count" not in client.get(reverse("notices", args=["museum"])).content.decode()
    assert "bell-count" not in page(client_of(alice))
    for _ in range(9):
        talk.say(post, alice, "@Bob!", timezone.now())
    assert 'bell-count" aria-hidden="true">9+<' in page(client)


def test_a_notice_is_opened_where_it_leads_and_is_read_then(client_of, alice, bob, charlie, post):
    comment = talk.say(post, alice, "@Bob, <i>look</i>", timezone.now())
    notice = Notice.objects.get()
    html = page(client_of(bob))
    assert "@Bob, &lt;i&gt;look&lt;/i&gt;" in html
    assert "Rye" in html
    url = reverse("notice-read", args=["bakery", notice.pk])
    for stranger in (alice, charlie):
        assert client_of(stranger).post(url, {"open": "1"}).status_code == 404
    response = client_of(bob).post(url, {"open": "1"})
    assert response["Location"] == talk.address(comment)
    notice.refresh_from_db()
    assert notice.read_at is not None
    client_of(bob).post(url, {"unread": "1"})
    notice.refresh_from_db()
    assert notice.read_at is None


def test_what_is_unread_stands_first_and_one_kind_alone_is_shown(client_of, alice, bob, bakery, post):
    now = timezone.now()
    for n, kind in enumerate(("mention", "comment", "answer")):
        tell(bakery, [bob], kind, f"{kind}:{n}", now + timedelta(hours=n), link="/", label=f"Post {n}")
    Notice.objects.filter(kind="answer").update(read_at=now)
    html = page(client_of(bob))
    assert html.index("Post 1") < html.index("Post 0") < html.index("Post 2")
    html = page(client_of(bob), kind="comment")
    assert [f"Post {n}" in html for n in range(3)] == [False, True, False]


def test_all_are_read_at_once_or_all_of_a_kind(client_of, alice, bob, bakery):
    for n, kind in enumerate(("mention", "comment", "comment")):
        tell(bakery, [alice, bob], kind, f"{kind}:{n}", timezone.now(), link="/", label="Rye")
    url = reverse("notices-read", args=["bakery"])
    client_of(bob).post(url, {"kind": "comment"})
    assert Notice.objects.filter(read_at=None, user=bob).count() == 1
    client_of(bob).post(url)
    assert Notice.objects.filter(read_at=None, user=bob).count() == 0
    assert Notice.objects.filter(read_at=None, user=alice).count() == 3


def test_whoever_answers_in_a_thread_has_read_what_told_of_it(alice, bob, post):
    head = talk.say(post, alice, "@Bob?", timezone.now())
    talk.say(post, bob, "Yes", timezone.now(), reply_to=head)
    assert Notice.objects.get(user=bob).read_at is not None


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_however_many_notices(client_of, alice, bob, post, number, django_assert_num_queries):
    for _ in range(number):
        talk.say(post, alice, "@Bob!", timezone.now())
    client = client_of(bob)
    page(client)
    with django_assert_num_queries(7):
        page(client)
