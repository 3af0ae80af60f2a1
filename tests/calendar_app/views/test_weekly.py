"""The weekly review on its page: carried over and taken back, reviewed and not, and nobody else's."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from calendar_app import approval
from calendar_app.models import Post, WeekReview
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_channel, make_objective, make_persona, make_post

MONDAY = date(2026, 6, 1)  # of the week before that of `today`


@pytest.fixture
def page(bakery, today):
    bakery.created_at = datetime(2026, 1, 1, tzinfo=UTC)
    bakery.save()
    return reverse("weekly", args=[bakery.slug])


@pytest.fixture
def english(alice):
    alice.language = "en"
    alice.save()
    return alice


@pytest.fixture
def carry(bakery):
    return reverse("week-carry", args=[bakery.slug])


def test_it_opens_with_the_week_that_is_over_and_turns_its_pages(client_of, english, bakery, page):
    make_post(bakery, "Went out", day=MONDAY, status=Post.Status.POSTED)
    make_post(bakery, "Slipped", day=MONDAY, clock=time(9))
    make_post(bakery, "Coming", day=MONDAY + timedelta(days=9))
    client = client_of(english)
    html = client.get(page).content.decode()
    assert "Week 23, 1–7 June 2026" in html
    for title in ("Went out", "Slipped", "Coming"):
        assert title in html
    assert 'href="?week=2026-W22"' in html
    assert "Week 24, 8–14 June 2026" in client.get(page, {"week": "2026-W24"}).content.decode()
    for wrong in ("2026-W54", "1999-W01", "2101-W01", "x"):
        assert client.get(page, {"week": wrong}).status_code == 404


def test_one_post_is_carried_over_to_the_same_weekday_and_hour_and_back(client_of, alice, bakery, page, carry):
    post = make_post(bakery, day=MONDAY + timedelta(days=3), clock=time(9, 30), status=Post.Status.DRAFT)
    client = client_of(alice)
    done = client.post(carry, {"week": "2026-W23", "post": f"{post.pk}:{post.version}"}, follow=True)
    assert done.redirect_chain[-1][0] == f"{page}?week=2026-W23"
    post.refresh_from_db()
    assert (post.local_date, post.local_time, post.status) == (date(2026, 6, 11), time(9, 30), Post.Status.DRAFT)
    undo = done.context["undo"]
    back = client.post(undo["url"], dict(undo["fields"]), follow=True)
    assert back.redirect_chain[-1][0] == f"{page}?week=2026-W23"
    post.refresh_from_db()
    assert post.local_date == date(2026, 6, 4)


def test_all_are_carried_over_with_one_way_back(client_of, alice, bakery, page, carry):
    posts = [make_post(bakery, day=MONDAY + timedelta(days=days)) for days in range(5)]
    client = client_of(alice)
    chosen = ",".join(f"{post.pk}:{post.version}" for post in posts)
    done = client.post(carry, {"week": "2026-W23", "post": chosen}, follow=True)
    # Monday and Tuesday of this week are over: what belongs there goes on to the next one.
    days = [date(2026, 6, 15), date(2026, 6, 16), *(date(2026, 6, 10 + number) for number in range(3))]
    assert list(Post.objects.order_by("pk").values_list("local_date", flat=True)) == days
    assert len(set(AuditEvent.objects.filter(verb="postponed").values_list("batch", flat=True))) == 1
    client.post(done.context["undo"]["url"])
    assert list(Post.objects.order_by("pk").values_list("local_date", flat=True)) == [post.local_date for post in posts]


def test_what_somebody_changed_meanwhile_is_not_carried_over(client_of, alice, bakery, page, carry):
    stale, other = make_post(bakery, "Changed", day=MONDAY, version=2), make_post(bakery, day=MONDAY)
    answer = client_of(alice).post(carry, {"week": "2026-W23", "post": f"{stale.pk}:1,{other.pk}:1"}, follow=True)
    assert "Changed" in answer.content.decode()
    assert set(Post.objects.values_list("local_date", flat=True)) == {MONDAY}


@pytest.mark.parametrize(
    "sent", [{}, {"week": "2026-W23"}, {"week": "x", "post": "1"}, {"week": "2026-W23", "post": "x"}]
)
def test_what_no_button_sends_changes_nothing(client_of, alice, bakery, page, carry, sent):
    post = make_post(bakery, day=MONDAY)
    assert client_of(alice).post(carry, sent).status_code in {302, 400}
    post.refresh_from_db()
    assert post.local_date == MONDAY


def test_a_week_is_reviewed_by_somebody_with_a_word_and_not_after_all(client_of, english, bakery, page):
    client, said = client_of(english), {"week": "2026-W23", "note": "Fewer posts on Mondays."}
    done = client.post(reverse("week-reviewed", args=[bakery.slug]), said, follow=True)
    review = WeekReview.objects.get()
    assert (review.monday, review.reviewed_by, review.note) == (MONDAY, english, said["note"])
    html = done.content.decode()
    assert "This week is reviewed" in html
    assert "Fewer posts on Mondays." in html
    client.post(reverse("week-reviewed", args=[bakery.slug]), said | {"note": "More of them."})
    assert WeekReview.objects.get().note == "More of them."
    undo = done.context["undo"]
    client.post(undo["url"], dict(undo["fields"]))
    assert not WeekReview.objects.exists()
    verbs = AuditEvent.objects.filter(target_kind="weekreview").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["reviewed", "reviewed", "unreviewed"]
    too_long = client.post(reverse("week-reviewed", args=[bakery.slug]), said | {"note": "x" * 5001})
    assert too_long.status_code == 422


def test_the_weeks_before_say_whether_they_were_reviewed(client_of, english, bakery, page):
    client = client_of(english)
    client.post(reverse("week-reviewed", args=[bakery.slug]), {"week": "2026-W22", "note": ""})
    past = client.get(page).context["past"]
    assert [(name, bool(one.review)) for one, name in past[:3]] == [
        ("2026-W23", False),
        ("2026-W22", True),
        ("2026-W21", False),
    ]
    assert len(past) == 12


def test_whoever_may_approves_from_the_review(client_of, english, bob, bakery, page):
    post = make_post(bakery, "Asked", day=MONDAY + timedelta(days=9), owner=bob)
    approval.submit(post, bob, timezone.now(), None)
    html = client_of(english).get(page).content.decode()
    address = reverse("post-approve", args=[bakery.slug, post.pk])
    assert f'action="{address}"' in html
    assert f'action="{address}"' not in client_of(bob).get(page).content.decode()
    bakery.approval = "none"
    bakery.save()
    assert f'action="{address}"' not in client_of(english).get(page).content.decode()


def test_who_only_looks_is_offered_no_act(client_of, dora, bakery, page):
    make_post(bakery, day=MONDAY)
    html = client_of(dora).get(page).content.decode()
    assert "week-acts" not in html
    assert reverse("week-reviewed", args=[bakery.slug]) not in html


def test_charlie_sees_and_changes_nothing(client_of, charlie, bakery, page, carry):
    post = make_post(bakery, day=MONDAY)
    client = client_of(charlie)
    assert client.get(page).status_code == 404
    for name in ("week-carry", "week-reviewed", "week-unreviewed"):
        sent = {"week": "2026-W23", "post": str(post.pk), "note": ""}
        assert client.post(reverse(name, args=[bakery.slug]), sent).status_code == 404
    post.refresh_from_db()
    assert post.local_date == MONDAY
    assert not WeekReview.objects.exists()


def test_the_museum_cannot_carry_a_post_of_the_bakery(client_of, charlie, bakery, museum, today):
    post = make_post(bakery, day=MONDAY)
    theirs = reverse("week-carry", args=[museum.slug])
    assert client_of(charlie).post(theirs, {"week": "2026-W23", "post": str(post.pk)}).status_code == 404


def test_the_number_of_queries_does_not_depend_on_the_rows(client_of, alice, bakery, page, django_assert_num_queries):
    client = client_of(alice)

    def grow(count: int) -> None:
        for number in range(count):
            about = {"channel": make_channel(bakery), "persona": make_persona(bakery)}
            about |= {"objective": make_objective(bakery), "owner": alice}
            for status in Post.Status.values:
                make_post(bakery, day=MONDAY + timedelta(days=number), status=status, **about)
                make_post(bakery, day=MONDAY + timedelta(days=7 + number), status=status, **about)
            WeekReview.objects.create(workspace=bakery, monday=MONDAY - timedelta(days=7 * number), reviewed_by=alice)

    grow(1)
    client.get(page)
    with django_assert_num_queries(47):
        client.get(page)
    WeekReview.objects.all().delete()
    grow(3)
    with django_assert_num_queries(47):
        client.get(page)
