"""What waits for one person, each thing in one list; and what waits for nobody."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django_scopes import scope

from calendar_app import approval, todo
from calendar_app.models import Notice, Post, ReadinessAction, Submission
from smplanner.workspaces.models import Membership
from tests.factories import make_listening_plan, make_post, make_team_member

NOW = datetime(2026, 6, 10, 8, tzinfo=UTC)  # as `today` has it


def day(number: int) -> date:
    return date(2026, 6, 10) + timedelta(days=number)


@pytest.fixture
def page(bakery, today):
    return reverse("todo", args=[bakery.slug])


@pytest.fixture
def of(bakery):
    def gathered(user) -> todo.Todo:
        with scope(workspace=bakery):
            return todo.of(Membership.objects.select_related("workspace").get(user=user, workspace=bakery), NOW)

    return gathered


def titles(posts) -> list[str]:
    return [getattr(one, "post", one).title for one in posts]


def test_what_somebody_looks_after_is_late_due_or_to_be_written(bakery, bob, alice, of):
    make_post(bakery, "Long gone", day=day(-20), owner=bob)
    make_post(bakery, "Late", day=day(-1), owner=bob, status=Post.Status.DRAFT)
    make_post(bakery, "Due", day=day(0), clock=time(9), owner=bob, status=Post.Status.APPROVED)
    make_post(bakery, "Nobody's", day=day(0), clock=time(8))
    make_post(bakery, "This evening", day=day(0), clock=time(20), owner=bob)
    make_post(bakery, "In two weeks", day=day(14), owner=bob, status=Post.Status.IDEA)
    make_post(bakery, "Later", day=day(15), owner=bob)
    make_post(bakery, "Alice's", day=day(1), owner=alice)
    make_post(bakery, "Written", day=day(2), owner=bob, status=Post.Status.APPROVED)
    make_post(bakery, "Out", day=day(-1), owner=bob, status=Post.Status.POSTED)
    make_post(bakery, "Reserve", owner=bob)
    mine = of(bob)
    assert titles(mine.late) == ["Late"]
    assert titles(mine.due) == ["Nobody's", "Due"]
    assert titles(mine.to_write) == ["This evening", "In two weeks"]
    assert mine.count == 5


def test_what_was_handed_in_waits_for_whoever_may_answer(bakery, bob, frank, of):
    with scope(workspace=bakery):
        asked = make_post(bakery, "Asked", day=day(3), owner=bob)
        approval.submit(asked, bob, NOW, None)
    assert (titles(of(bob).to_review), titles(of(bob).waiting)) == ([], ["Asked"])
    assert (titles(of(frank).to_review), titles(of(frank).waiting)) == (["Asked"], [])
    assert of(bob).count == 0


def test_what_came_back_says_why_until_it_is_handed_in_again(bakery, bob, frank, of):
    with scope(workspace=bakery):
        post = make_post(bakery, "Refused", day=day(3), owner=bob)
        approval.submit(post, bob, NOW, None)
        approval.send_back(post, approval.Who(frank), NOW, None, "Too long.")
    [back] = of(bob).refused
    assert (back.post.title, back.by, back.words) == ("Refused", "Frank", "Too long.")
    assert of(bob).to_write == []
    with scope(workspace=bakery):
        approval.submit(post, bob, NOW, None)
    assert of(bob).refused == []


def test_what_nobody_answered_brings_its_plan_b(bakery, bob, of):
    with scope(workspace=bakery):
        post = make_post(bakery, "Silence", day=day(3), owner=bob)
        until = {"until": NOW, "silence": "plan_b", "plan_b": "Without the quote."}
        approval.lapse(approval.submit(post, bob, NOW, None, **until), NOW, "Nobody answered.")
    [back] = of(bob).lapsed
    assert (back.post.title, back.words) == ("Silence", "Without the quote.")


def test_mentions_and_tasks_of_the_strategy_are_ones_own(bakery, bob, alice, of):
    for user, label in ((bob, "For Bob"), (alice, "For Alice")):
        Notice.objects.create(workspace=bakery, user=user, key=label, kind="mention", label=label, link="/")
        member = make_team_member(bakery, user=user, name=label)
        ReadinessAction.objects.create(workspace=bakery, text=label, owner=member, due_on=day(-3))
    Notice.objects.create(workspace=bakery, user=bob, key="read", kind="mention", label="Read", link="/", read_at=NOW)
    Notice.objects.create(workspace=bakery, user=bob, key="else", kind="answer", label="Else", link="/")
    make_listening_plan(bakery, owner=member, first_session_on=day(-30), cadence_days=7)
    mine = of(bob)
    assert [one.label for one in mine.mentions] == ["For Bob"]
    assert [(one.row.name, one.day) for one in mine.tasks] == [("For Bob", day(-3))]
    assert [(one.row.kind, one.day) for one in of(alice).tasks] == [("action", day(-3)), ("listening", day(5))]


def test_the_page_leads_to_each_act(client_of, bakery, bob, page):
    bob.language = "en"
    bob.save()
    due = make_post(bakery, "Due", day=day(0), clock=time(9), owner=bob)
    draft = make_post(bakery, "Draft", day=day(2), owner=bob, text="Warm.")
    client = client_of(bob)
    html = client.get(page).content.decode()
    assert "2 things wait for you, Wednesday 10 June 2026." in html
    assert reverse("post-publish", args=[bakery.slug, due.pk]) in html
    assert reverse("post-submit", args=[bakery.slug, draft.pk]) in html
    out = reverse("post-posted", args=[bakery.slug, due.pk])
    done = client.post(out, {"version": due.version, "posted_url": "", "next": page}, follow=True)
    assert done.redirect_chain[-1][0] == page
    assert Post.objects.get(pk=due.pk).status == Post.Status.POSTED
    assert ["next", page] in done.context["undo"]["fields"]


def test_an_empty_page_says_what_comes_here(client_of, bakery, bob, page):
    bob.language = "en"
    bob.save()
    html = client_of(bob).get(page).content.decode()
    assert "Nothing waits for you" in html
    assert "comes together here" in html


def test_charlie_sees_nothing(client_of, charlie, page):
    assert client_of(charlie).get(page).status_code == 404


def test_the_number_of_queries_does_not_depend_on_the_rows(
    client_of, bakery, alice, bob, page, django_assert_num_queries
):
    def grow() -> None:
        with scope(workspace=bakery):
            for asker, owner in ((bob, bob), (alice, alice), (bob, alice)):
                approval.submit(make_post(bakery, day=day(2), owner=owner), asker, NOW, None)
            back = make_post(bakery, day=day(2), owner=alice)
            approval.submit(back, bob, NOW, None)
            approval.send_back(back, approval.Who(alice), NOW, None, "No.")
        for number in (-1, 0, 1):
            make_post(bakery, day=day(number), owner=alice)
        key = str(Submission.objects.count())
        Notice.objects.create(workspace=bakery, user=alice, key=key, kind="mention", label="Here", link="/", actor=bob)

    grow()
    client = client_of(alice)
    client.get(page)
    with django_assert_num_queries(16):
        client.get(page)
    grow()
    grow()
    with django_assert_num_queries(16):
        client.get(page)
