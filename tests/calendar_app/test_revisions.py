"""What posts said before."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django_scopes import scope

from calendar_app import history, revisions, together, workflow
from calendar_app.history import RESTORABLE, Known, State
from calendar_app.models import Post, PostRevision
from smplanner.workspaces.models import AuditEvent, Membership
from tests.factories import make_persona, make_post

DAY = date(2026, 6, 10)
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
LONG = "Un pain chaud. " * 400


@pytest.fixture
def plan(bakery):
    """Inside the bakery's scope, where the acts are made."""
    with scope(workspace=bakery):
        yield bakery


@pytest.fixture
def post(plan) -> Post:
    return make_post(plan, "Croissants", day=DAY, clock=time(9), text="Tout chauds.")


def edit(post: Post, by, **values) -> AuditEvent:
    for name, value in values.items():
        setattr(post, name, value)
    workflow.edit(post, post.version, values, by, NOW)
    return AuditEvent.objects.order_by("-pk").first()


def texts(post: Post) -> list[tuple[int, str]]:
    return [(one.version, one.text) for one in revisions.of_post(post)]


def test_what_makes_a_version_can_be_written_back_and_is_no_more_than_what_the_log_can():
    assert set(revisions.CONTENT) < RESTORABLE


def test_the_first_change_keeps_what_stood_before_and_each_further_one_what_stands_then(post, bob):
    edit(post, bob, text="Deux.")
    event = edit(post, bob, text="Trois.")
    assert texts(post) == [(3, "Trois."), (2, "Deux."), (1, "Tout chauds.")]
    latest = revisions.of_post(post)[0]
    assert (latest.by, latest.at, latest.workspace) == (bob, event.at, post.workspace)


def test_another_day_status_or_owner_makes_no_version(post, bob):
    post = workflow.move(post, date(2026, 6, 12), None, 1, bob, NOW)
    edit(post, bob, status=Post.Status.DRAFT, owner=bob)
    workflow.post_out(post, "", None, bob, NOW)
    assert texts(post) == []


def test_many_posts_changed_at_once_are_kept_by_as_many_statements_as_two(plan, bob, django_assert_num_queries):
    persona = make_persona(plan)
    posts = [make_post(plan, f"Post {number}", day=DAY) for number in range(40)]
    for number, some in enumerate((posts[:2], posts[2:])):
        act = together.assign("persona", persona, NOW)
        with django_assert_num_queries(
            8
        ):  # savepoint twice, read, write, tell, look for pictures and versions, keep them
            together.change({post.pk: None for post in some}, act, "edited", bob, NOW)
        assert PostRevision.objects.count() == (4, 80)[number]


def test_all_that_a_version_holds_comes_back(plan, post, bob):
    persona = make_persona(plan)
    edit(post, bob, persona=persona, prior_price=Decimal("4.50"), offer_until=DAY, has_people=True)
    edit(post, bob, persona=None, prior_price=None, offer_until=None, has_people=False, text="Autre.")
    kept = revisions.of_post(post).get(version=2)
    back, lost = workflow.bring_back(kept, 3, bob, NOW)
    stored = Post.objects.get(pk=post.pk)
    assert (stored.persona, stored.prior_price, stored.offer_until) == (persona, Decimal("4.50"), DAY)
    assert (stored.text, stored.has_people, stored.version, back.version, lost) == ("Tout chauds.", True, 4, 4, [])
    assert AuditEvent.objects.order_by("-pk").first().verb == "reverted"


def test_what_is_no_longer_there_stays_as_it_is_and_is_named(plan, post, bob):
    persona = make_persona(plan)
    edit(post, bob, persona=persona)
    edit(post, bob, persona=None, text="Autre.")
    persona.delete()
    _post, lost = workflow.bring_back(revisions.of_post(post).get(version=2), 3, bob, NOW)
    assert lost == ["persona"]
    assert (Post.objects.get().persona, Post.objects.get().text) == (None, "Tout chauds.")


def test_a_version_is_not_brought_back_over_what_somebody_wrote_meanwhile(post, bob):
    edit(post, bob, text="Deux.")
    edit(post, bob, text="Trois.")
    with pytest.raises(workflow.StalePost):
        workflow.bring_back(revisions.of_post(post).get(version=1), 2, bob, NOW)
    assert Post.objects.get().text == "Trois."


def test_two_versions_are_compared_by_words_and_by_fields(plan, post, bob):
    edit(post, bob, text="Tout froids.", title="Pains")
    one, other = reversed(revisions.of_post(post))
    compared = revisions.compare(one, other)
    assert compared.text == [("same", "Tout "), ("out", "chauds"), ("in", "froids"), ("same", ".")]
    assert compared.fields == {"title": ("Croissants", "Pains")}
    assert revisions.differing(one, other) == ["title", "text"]


def test_a_long_text_is_undone_from_the_log_although_the_log_holds_its_beginning_only(plan, post, bob):
    edit(post, bob, text=LONG + "Fin.")
    event = edit(post, bob, text=LONG + "Fin !")
    bob_here = Membership.objects.select_related("user", "workspace").get(user=bob, workspace=plan)
    assert [step.state for step in history.steps(event, post, Known(plan, [event], [post]))] == [State.CAN]
    history.undo([event], bob_here, NOW)
    assert Post.objects.get().text == LONG + "Fin."
    assert [step.state for step in history.steps(event, Post.objects.get(), Known(plan, [event]))] == [State.BACK]


def test_a_long_text_of_which_no_version_was_kept_is_not_undone(plan, post, bob):
    event = edit(post, bob, text=LONG)
    event = edit(post, bob, text="Court.")
    PostRevision.objects.all().delete()
    assert [step.state for step in history.steps(event, post, Known(plan, [event], [post]))] == [State.CUT]


def test_a_post_that_goes_takes_its_versions_along(post, bob):
    edit(post, bob, text="Deux.")
    post.delete()
    assert not PostRevision.objects.exists()
