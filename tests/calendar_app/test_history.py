"""What the log tells of posts, and taking it back."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django_scopes import scope

from calendar_app import approval, history, together, workflow
from calendar_app.history import Conflict, Known, NothingToUndo, State
from calendar_app.models import Post, PostRevision
from smplanner.workspaces import audit
from smplanner.workspaces.models import AuditEvent, Membership
from smplanner.workspaces.roles import Role
from tests.factories import make_channel, make_membership, make_objective, make_persona, make_post, make_user

DAY = date(2026, 6, 10)
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=400)


@pytest.fixture
def plan(bakery):
    """Inside the bakery's scope, where the acts are made."""
    with scope(workspace=bakery):
        yield bakery


@pytest.fixture
def bob_here(plan, bob) -> Membership:
    return Membership.objects.select_related("user", "workspace").get(user=bob, workspace=plan)


@pytest.fixture
def post(plan) -> Post:
    return make_post(plan, "Croissants", day=DAY, clock=time(9), text="Tout chauds.")


def latest() -> AuditEvent:
    return AuditEvent.objects.order_by("-pk").first()


def stands(post: Post) -> tuple[date | None, time | None, str]:
    return Post._base_manager.values_list("local_date", "local_time", "status").get(pk=post.pk)


def edit(post: Post, bob, **values) -> AuditEvent:
    for name, value in values.items():
        setattr(post, name, value)
    workflow.edit(post, post.version, values, bob, NOW)
    return latest()


def states(event: AuditEvent, post: Post) -> dict[str, State]:
    post = Post._base_manager.filter(pk=post.pk).first()
    known = Known(event.workspace, [event], [post] if post else [])
    return {step.key: step.state for step in history.steps(event, post, known)}


# --- One change ----------------------------------------------------------------------------------------------------


def test_a_move_is_undone_long_after_and_leaves_a_row_of_its_own(post, bob, bob_here):
    workflow.move(post, None, None, 1, bob, NOW)
    history.undo([latest()], bob_here, LATER)
    assert stands(post) == (DAY, time(9), "planned")
    assert (latest().verb, latest().actor) == ("undone", bob)
    assert latest().diff["local_date"] == [None, "2026-06-10"]
    assert Post.objects.get().version == 3


def test_undoing_can_be_undone(post, bob, bob_here):
    workflow.move(post, date(2026, 6, 12), time(9), 1, bob, NOW)
    for day in (DAY, date(2026, 6, 12), DAY):
        history.undo([latest()], bob_here, LATER)
        assert stands(post)[0] == day


def test_the_second_of_two_equal_hours_is_found_again(plan, bob, bob_here):
    post = make_post(plan, day=date(2026, 10, 25), clock=time(2, 30), fold=1)
    before = post.publish_at
    workflow.move(post, date(2026, 10, 26), time(2, 30), 1, bob, NOW)
    history.undo([latest()], bob_here, LATER)
    after = Post.objects.get()
    assert (after.fold, after.publish_at) == (1, before)


@pytest.mark.parametrize(
    ("name", "value"),
    [("title", "Brioches"), ("text", ""), ("status", "draft"), ("prior_price", "3.20"), ("offer_until", DAY),
     ("invites_reply", True), ("target_rung", 2), ("local_time", None), ("link", "https://example.org/")],
)  # fmt: skip
def test_every_kind_of_field_is_written_back_as_it_was(post, bob, bob_here, name, value):
    before = Post.objects.values().get()
    event = edit(post, bob, **{name: value})
    assert Post.objects.values().get()[name] != before[name]
    history.undo([event], bob_here, LATER)
    assert Post.objects.values().get()[name] == before[name]


def test_a_link_to_another_row_is_written_back(plan, post, bob, bob_here):
    channel, persona, objective = make_channel(plan), make_persona(plan), make_objective(plan)
    edit(post, bob, channel=channel, persona=persona, objective=objective, owner=bob)
    event = edit(post, bob, channel=None, persona=None, objective=None, owner=None)
    history.undo([event], bob_here, LATER)
    after = Post.objects.get()
    assert (after.channel, after.persona, after.objective, after.owner) == (channel, persona, objective, bob)


def test_one_field_of_several_is_undone_alone(post, bob, bob_here):
    event = edit(post, bob, title="Brioches", text="Froides.")
    history.undo([event], bob_here, LATER, key="title")
    after = Post.objects.get()
    assert (after.title, after.text) == ("Croissants", "Froides.")
    assert states(event, post) == {"title": State.BACK, "text": State.CAN}


def test_what_has_changed_since_is_not_overwritten(post, bob, bob_here):
    event = edit(post, bob, title="Brioches", text="Froides.")
    edit(post, bob, title="Chaussons")
    assert states(event, post) == {"title": State.CHANGED, "text": State.CAN}
    with pytest.raises(Conflict) as conflict:
        history.undo([event], bob_here, LATER)
    assert conflict.value.posts == [post.pk]
    assert Post.objects.get().text == "Froides."
    history.undo([event], bob_here, LATER, rest=True)
    after = Post.objects.get()
    assert (after.title, after.text) == ("Chaussons", "Tout chauds.")


def test_a_long_text_that_the_log_cut_is_not_written_back_when_no_version_of_it_was_kept(post, bob, bob_here):
    edit(post, bob, text="é" * 3000)
    event = edit(post, bob, text="court")
    post.revisions.all().delete()
    assert states(event, post) == {"text": State.CUT}
    with pytest.raises(Conflict):
        history.undo([event], bob_here, LATER)
    with pytest.raises(NothingToUndo):
        history.undo([event], bob_here, LATER, rest=True)
    assert Post.objects.get().text == "court"


def test_a_row_that_is_gone_cannot_be_pointed_at_again(plan, post, bob, bob_here):
    persona = make_persona(plan)
    edit(post, bob, persona=persona)
    event = edit(post, bob, persona=None)
    persona.delete()
    assert states(event, post) == {"persona": State.GONE}
    with pytest.raises(Conflict):
        history.undo([event], bob_here, LATER)


def test_a_row_of_another_workspace_is_not_there(post, museum, plan, bob, bob_here):
    with scope(workspace=museum):
        theirs = make_persona(museum, name="Nefertiti")
    event = audit.record(plan, bob, "edited", post, {"persona": (theirs.pk, None)})
    assert states(event, post) == {"persona": State.GONE}


def test_pictures_that_no_version_kept_are_named_and_not_taken_back(post, bob, bob_here):
    workflow.edit(post, 1, [], bob, NOW, {"media": ([], [{"label": "four.jpg"}])})
    PostRevision.objects.update(has_pictures=False)
    assert states(latest(), post) == {"media": State.NEVER}
    with pytest.raises(NothingToUndo):
        history.undo([latest()], bob_here, LATER)


def test_what_someone_noted_in_the_log_by_hand_breaks_nothing(plan, post, bob):
    event = audit.record(plan, bob, "edited", post)
    event.diff = {"title": "x", "nothing": [1, 2], "text": [1, 2, 3]}
    assert states(event, post) == {"nothing": State.NEVER}


def test_a_status_that_went_on_since_does_not_hold_the_day_back(post, bob, bob_here):
    workflow.move(post, None, None, 1, bob, NOW)
    event, post = latest(), Post.objects.get()
    edit(post, bob, status="draft")
    history.undo([event], bob_here, LATER)
    assert stands(post) == (DAY, time(9), "draft")


# --- Coming and going ----------------------------------------------------------------------------------------------


def test_what_was_thrown_away_comes_back_and_goes_again(post, bob, bob_here):
    workflow.trash(post, bob, NOW)
    history.undo([latest()], bob_here, LATER)
    assert (Post.objects.count(), latest().verb) == (1, "restored")
    history.undo([latest()], bob_here, LATER)
    assert (Post.objects.count(), latest().verb) == (0, "trashed")


def test_a_new_post_is_thrown_away_unless_somebody_worked_on_it(plan, bob, bob_here):
    first, second = (workflow.create(Post(workspace=plan, title=title), bob, NOW) for title in "AB")
    made, worked_on = AuditEvent.objects.order_by("pk")
    edit(second, bob, text="Du travail.")
    history.undo([made], bob_here, LATER)
    with pytest.raises(Conflict):
        history.undo([worked_on], bob_here, LATER)
    assert list(Post.objects.all()) == [second]
    assert list(Post.trash.all()) == [first]


def test_undoing_asks_for_the_right_that_the_act_itself_asks_for(plan, post, bob, erin_here):
    workflow.trash(post, bob, NOW)
    with pytest.raises(PermissionDenied):
        history.undo([latest()], erin_here, LATER)
    other = make_post(plan, "Brioches", day=DAY, status="approved")
    approval.reopen(other, bob, "A typo.", NOW, None)
    with pytest.raises(PermissionDenied):
        history.undo([latest()], erin_here, LATER)
    assert Post.objects.get().status == "draft"


@pytest.fixture
def erin_here(plan) -> Membership:
    return make_membership(make_user("erin@example.org"), plan, Role.CONTRIBUTOR)


# --- Batches -------------------------------------------------------------------------------------------------------


@pytest.fixture
def moved(plan, bob) -> list[Post]:
    """Three posts that one act moved by a week."""
    posts = [make_post(plan, f"Post {n}", day=date(2026, 6, 10 + n)) for n in range(3)]
    together.change({post.pk: 1 for post in posts}, together.shift(7), "moved", bob, NOW)
    return posts


def days() -> list[date]:
    return [post.local_date for post in Post.objects.order_by("pk")]


def test_a_batch_is_undone_as_one_batch(moved, bob_here):
    event = latest()
    history.undo(history.act_of(event), bob_here, LATER)
    assert days() == [date(2026, 6, 10), date(2026, 6, 11), date(2026, 6, 12)]
    undone = AuditEvent.objects.filter(verb="undone")
    assert (undone.count(), len({one.batch for one in undone})) == (3, 1)
    assert undone[0].batch != event.batch


def test_a_batch_is_undone_whole_or_not_at_all_unless_the_rest_is_asked_for(moved, bob, bob_here):
    events = history.act_of(latest())
    moved[1].refresh_from_db()
    workflow.move(moved[1], date(2026, 7, 1), None, None, bob, NOW)
    with pytest.raises(Conflict) as conflict:
        history.undo(events, bob_here, LATER)
    assert conflict.value.posts == [moved[1].pk]
    assert days()[0] == date(2026, 6, 17)
    history.undo(events, bob_here, LATER, rest=True)
    assert days() == [date(2026, 6, 10), date(2026, 7, 1), date(2026, 6, 12)]


def test_acts_are_told_once_each_the_latest_first(moved, post, bob):
    workflow.trash(post, bob, NOW)
    found = history.acts(None, 10)
    assert [(event.verb, bool(event.batch)) for event in found] == [("trashed", False), ("moved", True)]
    assert history.counts(found) == {found[1].batch: {"moved": 3}}
    assert history.acts(found[0].pk, 10) == found[1:]


def test_the_number_of_statements_does_not_depend_on_the_number_of_posts(
    plan, bob, bob_here, django_assert_num_queries
):
    for count in (2, 5, 30):
        posts = [make_post(plan, f"Post {n}", day=DAY) for n in range(count)]
        together.change({post.pk: 1 for post in posts}, together.shift(7), "moved", bob, NOW)
        events = history.act_of(latest())
        with django_assert_num_queries(5):  # savepoint, read, write, log, release
            history.undo(events, bob_here, LATER)
