"""Acts on several posts at once: all or none, one batch in the log."""

from datetime import UTC, date, datetime, time

import pytest
from django_scopes import scope

from calendar_app import together
from calendar_app.models import Post
from calendar_app.together import Refused, Why
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_persona, make_post

DAY = date(2026, 6, 10)
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def plan(bakery):
    """Inside the bakery's scope, where the acts are made."""
    with scope(workspace=bakery):
        yield bakery


@pytest.fixture
def posts(plan) -> list[Post]:
    return [make_post(plan, f"Post {n}", day=date(2026, 6, 10 + n), clock=time(9)) for n in range(3)]


def chosen(posts: list[Post]) -> dict[int, int | None]:
    return {post.pk: post.version for post in posts}


def days(posts: list[Post]) -> list[date | None]:
    return [Post.objects.get(pk=post.pk).local_date for post in posts]


def test_posts_that_move_together_keep_their_distances_and_their_hours(posts, bob):
    done = together.change(chosen(posts), together.shift(7), "moved", bob, NOW)
    assert days(posts) == [date(2026, 6, 17), date(2026, 6, 18), date(2026, 6, 19)]
    assert {post.local_time for post in Post.objects.all()} == {time(9)}
    assert {(post.version, post.sequence) for post in Post.objects.all()} == {(2, 1)}
    assert done.event == AuditEvent.objects.order_by("pk").first().pk


def test_one_act_on_several_posts_is_one_batch_with_a_row_for_each(posts, bob):
    together.change(chosen(posts), together.shift(1), "moved", bob, NOW)
    events = AuditEvent.objects.order_by("target_id")
    assert [(event.verb, event.target_id) for event in events] == [("moved", post.pk) for post in posts]
    assert len({event.batch for event in events}) == 1
    assert events[0].batch is not None
    assert events[0].diff == {"local_date": ["2026-06-10", "2026-06-11"]}


def test_an_act_on_a_single_post_needs_no_batch(posts, bob):
    together.change(chosen(posts[:1]), together.shift(1), "moved", bob, NOW)
    assert AuditEvent.objects.get().batch is None


def test_the_wall_clock_is_kept_over_a_change_of_clocks(plan, bob):
    post = make_post(plan, day=date(2026, 10, 24), clock=time(2, 30))
    together.change({post.pk: None}, together.shift(7), "moved", bob, NOW)
    post.refresh_from_db()
    assert (post.local_date, post.local_time) == (date(2026, 10, 31), time(2, 30))
    assert post.publish_at == datetime(2026, 10, 31, 1, 30, tzinfo=UTC)  # an hour later by the sun


def test_a_post_that_somebody_changed_meanwhile_holds_all_of_them_back(posts, bob):
    Post.objects.filter(pk=posts[1].pk).update(version=5)
    with pytest.raises(Refused) as refused:
        together.change(chosen(posts), together.shift(1), "moved", bob, NOW)
    assert [(post.pk, why) for post, why in refused.value.reasons] == [(posts[1].pk, Why.STALE)]
    assert days(posts) == [date(2026, 6, 10), date(2026, 6, 11), date(2026, 6, 12)]
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("step", [40_000, -40_000, 10**9])
def test_no_post_is_moved_out_of_the_years_that_a_plan_knows(posts, bob, step):
    with pytest.raises(Refused) as refused:
        together.change(chosen(posts), together.shift(step), "moved", bob, NOW)
    assert {why for _post, why in refused.value.reasons} == {Why.FAR}
    assert days(posts) == [date(2026, 6, 10), date(2026, 6, 11), date(2026, 6, 12)]


def test_a_shift_leaves_the_reserve_alone(plan, bob):
    idea, dated = make_post(plan, "Idea", day=None), make_post(plan, day=DAY)
    done = together.change({idea.pk: None, dated.pk: None}, together.shift(1), "moved", bob, NOW)
    assert [post.pk for post in done.posts] == [dated.pk]
    assert AuditEvent.objects.count() == 1


def test_posts_go_to_the_reserve_together_and_become_ideas(posts, bob):
    together.change(chosen(posts), together.place(None), "moved", bob, NOW)
    assert {(post.local_date, post.publish_at, post.status) for post in Post.objects.all()} == {(None, None, "idea")}


def test_a_field_is_set_for_all_and_told_for_those_that_it_changes(plan, posts, bob):
    persona = make_persona(plan)
    Post.objects.filter(pk=posts[0].pk).update(persona=persona)
    done = together.change(chosen(posts), together.assign("persona", persona, NOW), "edited", bob, NOW)
    assert {post.persona_id for post in Post.objects.all()} == {persona.pk}
    assert len(done.posts) == 2
    assert AuditEvent.objects.first().diff == {"persona": [None, persona.pk]}


def test_approving_several_notes_when(posts, bob):
    together.change(chosen(posts), together.assign("status", "approved", NOW), "edited", bob, NOW)
    assert {post.approved_at for post in Post.objects.all()} == {NOW}


def test_posts_are_thrown_away_together(posts, bob):
    together.trash(chosen(posts), bob, NOW)
    assert (Post.objects.count(), Post.trash.count()) == (0, 3)
    assert {event.verb for event in AuditEvent.objects.all()} == {"trashed"}
    assert {post.sequence for post in Post.trash.all()} == {1}


def test_a_post_of_another_workspace_is_not_there(posts, museum, bob):
    with scope(workspace=museum):
        theirs = make_post(museum, "Mummy", day=DAY)
    with pytest.raises(Post.DoesNotExist):
        together.change(chosen([*posts, theirs]), together.shift(1), "moved", bob, NOW)
    assert days(posts) == [date(2026, 6, 10), date(2026, 6, 11), date(2026, 6, 12)]


def test_the_number_of_statements_does_not_depend_on_the_number_of_posts(plan, posts, bob, django_assert_num_queries):
    more = [make_post(plan, f"More {n}", day=DAY) for n in range(40)]
    for few in (posts[:1], posts[1:], more):
        with django_assert_num_queries(5):  # savepoint, read, write, log, release
            together.change(chosen(few), together.shift(1), "moved", bob, NOW)
