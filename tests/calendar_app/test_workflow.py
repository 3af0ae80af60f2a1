"""What may happen to a post: version, sequence and log, for each act."""

import threading
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django_scopes import scope

from calendar_app import workflow
from calendar_app.models import Post
from smplanner.workspaces.models import AuditEvent, User, Workspace
from tests.factories import make_channel, make_media, make_objective, make_persona, make_pillar, make_post

DAY = date(2026, 6, 10)
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
BEFORE = NOW - timedelta(days=1)


@pytest.fixture
def plan(bakery: Workspace):
    """Inside the bakery's scope, where the acts are made."""
    with scope(workspace=bakery):
        yield bakery


@pytest.fixture
def post(plan: Workspace) -> Post:
    post = make_post(plan, "Croissants", day=DAY, clock=time(9), text="Tout chauds.")
    Post.objects.update(changed_at=BEFORE)
    post.refresh_from_db()
    return post


def log() -> list[tuple[str, str, int]]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", "target_kind", "target_id"))


# --- Creating ------------------------------------------------------------------------------------------------------


def test_a_new_post_belongs_to_whoever_makes_it_and_is_logged_once(plan, bob):
    post = workflow.create(Post(workspace=plan, title="Brioche"), bob, NOW)
    assert (post.owner, post.created_by, post.created_at, post.changed_at) == (bob, bob, NOW, NOW)
    assert (post.version, post.sequence, post.zone) == (1, 0, "Europe/Paris")
    assert log() == [("created", "post", post.pk)]


@pytest.mark.parametrize(
    ("day", "status", "expected"),
    [(DAY, "idea", "planned"), (None, "idea", "idea"), (DAY, "draft", "draft"), (DAY, "in_review", "in_review")],
)
def test_a_new_post_with_a_day_is_planned(plan, bob, day, status, expected):
    assert workflow.create(Post(workspace=plan, title="B", local_date=day, status=status), bob, NOW).status == expected


# --- Editing -------------------------------------------------------------------------------------------------------


def new_values(plan: Workspace, bob: User) -> dict[str, object]:
    return {
        "title": "Pains au chocolat", "text": "Il en reste.", "link": "https://example.org/", "status": "draft",
        "posted_url": "https://example.org/1", "local_date": date(2026, 6, 11), "local_time": time(10),
        "channel": make_channel(plan), "persona": make_persona(plan), "objective": make_objective(plan),
        "pillar": make_pillar(plan), "persona_need": "du pain", "intent": "commercial", "value": "inform", "about": "us",
        "invites_reply": True, "media_type": "paid", "owner": bob,
    }  # fmt: skip


SHOWN = {
    "title", "text", "link", "status", "posted_url", "local_date", "local_time", "channel", "persona", "objective", "pillar"
}  # fmt: skip
HIDDEN = {"persona_need", "intent", "value", "about", "invites_reply", "media_type", "owner"}


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_a_change_of_what_calendar_programs_show_is_a_new_revision(plan, post, bob, name):
    setattr(post, name, new_values(plan, bob)[name])
    workflow.edit(post, 1, [name], bob, NOW)
    post.refresh_from_db()
    assert (post.version, post.sequence, post.changed_at) == (2, 1, NOW)
    assert log() == [("moved" if name.startswith("local_") else "edited", "post", post.pk)]


@pytest.mark.parametrize("name", sorted(HIDDEN))
def test_a_change_that_calendar_programs_do_not_show_is_a_new_version_only(plan, post, bob, name):
    setattr(post, name, new_values(plan, bob)[name])
    workflow.edit(post, 1, [name], bob, NOW)
    post.refresh_from_db()
    assert (post.version, post.sequence, post.changed_at) == (2, 0, BEFORE)
    assert log() == [("edited", "post", post.pk)]


def test_the_log_says_what_was_and_what_is(plan, post, bob):
    post.title, post.channel = "Brioches", make_channel(plan)
    workflow.edit(post, 1, ["title", "channel"], bob, NOW)
    assert AuditEvent.objects.get().diff == {"title": ["Croissants", "Brioches"], "channel": [None, post.channel_id]}


def test_an_edit_that_changes_nothing_leaves_nothing_behind(post, bob):
    workflow.edit(post, 1, ["title", "text", "local_time"], bob, NOW)
    post.refresh_from_db()
    assert (post.version, post.sequence, post.changed_at) == (1, 0, BEFORE)
    assert log() == []


def test_an_edit_of_pictures_alone_is_a_new_version(post, bob):
    workflow.edit(post, 1, [], bob, NOW, {"media": ([], [{"label": "four.jpg"}])})
    post.refresh_from_db()
    assert (post.version, post.sequence) == (2, 0)
    assert AuditEvent.objects.get().diff == {"media": [[], [{"label": "four.jpg"}]]}


def test_whoever_read_an_older_version_is_told_and_writes_nothing(post, bob):
    Post.objects.update(version=2, title="Chaussons")
    post.title = "Brioches"
    with pytest.raises(workflow.StalePost) as stale:
        workflow.edit(post, 1, ["title"], bob, NOW)
    assert (stale.value.current.title, stale.value.current.version) == ("Chaussons", 2)
    assert Post.objects.get().title == "Chaussons"
    assert log() == []


def test_an_edit_keeps_the_revisions_that_a_renamed_channel_made_meanwhile(plan, bob):
    channel = make_channel(plan)
    post = make_post(plan, day=DAY, channel=channel)
    channel.name = "Compte pro"
    channel.save()
    revised = Post.objects.get()
    post.intent = "value"
    workflow.edit(post, 1, ["intent"], bob, NOW)
    saved = Post.objects.get()
    assert (saved.version, saved.sequence, saved.changed_at) == (2, revised.sequence, revised.changed_at)
    assert saved.sequence == 1


# --- Moving --------------------------------------------------------------------------------------------------------


def test_a_moved_post_stands_at_its_new_instant_and_is_logged_once(post, bob):
    moved = workflow.move(post, date(2026, 6, 12), time(18, 30), 1, bob, NOW)
    assert moved.publish_at == datetime(2026, 6, 12, 16, 30, tzinfo=UTC)
    assert (moved.version, moved.sequence, moved.changed_at) == (2, 1, NOW)
    assert log() == [("moved", "post", post.pk)]
    assert AuditEvent.objects.get().diff == {
        "local_date": ["2026-06-10", "2026-06-12"], "local_time": ["09:00:00", "18:30:00"]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "kept_as"),
    [
        ("planned", "idea"),
        ("draft", "draft"),
        ("in_review", "in_review"),
        ("posted", "posted"),
        ("cancelled", "cancelled"),
    ],
)
def test_in_the_reserve_a_planned_post_is_an_idea_again_and_comes_back_as_planned(plan, bob, status, kept_as):
    post = make_post(plan, day=DAY, clock=time(9), status=status)
    moved = workflow.move(post, None, None, 1, bob, NOW)
    assert (moved.status, moved.local_date, moved.local_time, moved.publish_at) == (kept_as, None, None, None)
    back = workflow.move(post, DAY, time(9), 2, bob, NOW)
    assert (back.status, back.local_date, back.local_time) == (status, DAY, time(9))


def test_moving_an_idea_from_day_to_day_leaves_it_an_idea(plan, bob):
    post = make_post(plan, day=DAY, status="idea")
    assert workflow.move(post, date(2026, 6, 11), None, 1, bob, NOW).status == "idea"


def test_a_post_moved_to_where_it_stands_stays_as_it_is(plan, bob):
    post = make_post(plan, day=date(2026, 10, 25), clock=time(2, 30), fold=1)
    moved = workflow.move(post, date(2026, 10, 25), time(2, 30), 1, bob, NOW)
    assert (moved.version, moved.sequence, moved.fold) == (1, 0, 1)
    assert log() == []


def test_the_second_of_two_equal_hours_can_be_moved_to(plan, post, bob):
    moved = workflow.move(post, date(2026, 10, 25), time(2, 30), 1, bob, NOW, fold=1)
    assert moved.publish_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_stale_move_writes_nothing(post, bob):
    Post.objects.update(version=5)
    with pytest.raises(workflow.StalePost):
        workflow.move(post, date(2026, 6, 12), None, 1, bob, NOW)
    assert Post.objects.get().local_date == DAY
    assert log() == []


# --- Copying -------------------------------------------------------------------------------------------------------


def test_a_copy_has_what_its_model_says_and_is_tied_to_it(plan, post, bob):
    for name, value in new_values(plan, bob).items():
        setattr(post, name, value)
    post.status = "posted"
    post.save()
    make_media(post, label="four.jpg", alt_text="Le four ouvert", position=1)
    make_media(post, label="vitrine.jpg", is_decorative=True, position=2)

    copy = workflow.duplicate(post, bob, NOW)

    for name in set(new_values(plan, bob)) - {"status", "posted_url"}:
        assert getattr(copy, name) == getattr(post, name), name
    assert (copy.adapted_from, copy.status, copy.posted_url, copy.version, copy.sequence) == (post, "planned", "", 1, 0)
    assert copy.uid != post.uid
    assert list(copy.media.values_list("label", "alt_text", "is_decorative")) == [
        ("four.jpg", "Le four ouvert", False), ("vitrine.jpg", "", True)
    ]  # fmt: skip
    assert post.media.count() == 2
    assert log() == [("created", "post", copy.pk)]


def test_a_copy_of_an_undated_post_is_an_idea(plan, bob):
    assert workflow.duplicate(make_post(plan, status="draft"), bob, NOW).status == "idea"


# --- Trash ---------------------------------------------------------------------------------------------------------


def test_a_post_goes_into_the_trash_and_comes_back_where_it_was(post, bob):
    workflow.trash(post, bob, NOW)
    assert Post.objects.count() == 0
    assert Post.trash.get().deleted_at == NOW
    workflow.restore(post, bob, NOW + timedelta(hours=1))
    back = Post.objects.get()
    assert (back.local_date, back.local_time, back.status, back.version) == (DAY, time(9), "planned", 3)
    assert (back.sequence, back.changed_at) == (1, NOW + timedelta(hours=1))
    assert log() == [("trashed", "post", post.pk), ("restored", "post", post.pk)]


def test_what_is_in_the_trash_can_neither_be_edited_nor_moved_nor_thrown_away_again(post, bob):
    workflow.trash(post, bob, NOW)
    for act in (
        lambda: workflow.edit(post, 2, ["title"], bob, NOW),
        lambda: workflow.move(post, DAY, None, None, bob, NOW),
        lambda: workflow.trash(post, bob, NOW),
    ):
        with pytest.raises(Post.DoesNotExist):
            act()


# --- Another zone --------------------------------------------------------------------------------------------------


@pytest.fixture
def moving_away(plan: Workspace) -> dict[str, Post]:
    """Posts of the bakery, which moves from Paris to Martinique on 1 June 2026, six hours behind."""
    posts = {
        "past": make_post(plan, "past", day=date(2026, 5, 1), clock=time(9)),
        "to come": make_post(plan, "to come", day=DAY, clock=time(9)),
        "whole day": make_post(plan, "whole day", day=DAY),
        "idea": make_post(plan, "idea"),
        "thrown away": make_post(plan, "thrown away", day=DAY, clock=time(9), deleted_at=BEFORE),
    }
    plan.zone = "America/Martinique"
    plan.save()
    return posts


def stands(title: str) -> tuple[date | None, time | None, datetime | None, str]:
    post = Post._base_manager.get(title=title)
    return post.local_date, post.local_time, post.publish_at, post.zone


ZONE = "America/Martinique"
PAST = (date(2026, 5, 1), time(3), datetime(2026, 5, 1, 7, tzinfo=UTC), ZONE)


def test_in_another_zone_the_clock_may_stay_and_the_instant_move(plan, moving_away):
    assert workflow.change_zone(plan, keep_clock=True, now=NOW) == 2
    assert stands("past") == PAST
    assert stands("to come") == (DAY, time(9), datetime(2026, 6, 10, 13, tzinfo=UTC), ZONE)
    assert stands("whole day") == (DAY, None, datetime(2026, 6, 10, 4, tzinfo=UTC), ZONE)
    assert stands("idea") == (None, None, None, ZONE)
    assert stands("thrown away") == (DAY, time(9), datetime(2026, 6, 10, 13, tzinfo=UTC), ZONE)


def test_in_another_zone_the_instant_may_stay_and_the_clock_move(plan, moving_away):
    assert workflow.change_zone(plan, keep_clock=False, now=NOW) == 2
    assert stands("past") == PAST
    assert stands("to come") == (DAY, time(3), datetime(2026, 6, 10, 7, tzinfo=UTC), ZONE)
    assert stands("whole day") == (DAY, None, datetime(2026, 6, 10, 4, tzinfo=UTC), ZONE)
    assert stands("idea") == (None, None, None, ZONE)
    assert stands("thrown away") == (DAY, time(3), datetime(2026, 6, 10, 7, tzinfo=UTC), ZONE)


def test_calendar_programs_hear_of_another_zone(plan, moving_away):
    workflow.change_zone(plan, keep_clock=True, now=NOW)
    assert set(Post.objects.exclude(publish_at=None).values_list("version", "sequence")) == {
        (2, 2)
    }  # the zone, the hour


def test_another_zone_leaves_other_workspaces_alone(plan, museum, moving_away):
    theirs = make_post(museum, day=DAY, clock=time(9))
    workflow.change_zone(plan, keep_clock=True, now=NOW)
    assert Post._base_manager.get(pk=theirs.pk).zone == "Europe/Paris"


@pytest.mark.parametrize("rows", [1, 3])
def test_another_zone_costs_a_fixed_number_of_queries(plan, rows, django_assert_num_queries):
    for _n in range(rows):
        make_post(plan, day=DAY, clock=time(9))
    plan.zone = "America/Martinique"
    plan.save()
    with django_assert_num_queries(5):  # savepoint, undated, dated, written back, savepoint released
        workflow.change_zone(plan, keep_clock=True, now=NOW)


# --- Two at once ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["edit", "move"])
def test_of_two_who_save_at_once_one_wins_and_the_other_is_told(bakery, bob, act):
    post = make_post(bakery, day=DAY, clock=time(9))
    together, outcomes = threading.Barrier(2), []

    def save(title: str, day: date) -> None:
        try:
            with scope(workspace=bakery):
                mine = Post.objects.get(pk=post.pk)
                together.wait(timeout=30)
                if act == "edit":
                    mine.title = title
                    workflow.edit(mine, 1, ["title"], bob, NOW)
                else:
                    workflow.move(mine, day, None, 1, bob, NOW)
                outcomes.append("saved")
        except workflow.StalePost:
            outcomes.append("stale")
        except Exception as error:  # noqa: BLE001 - a thread's exception must reach the assertion
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(f"title {n}", DAY + timedelta(days=n))) for n in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(outcomes) == ["saved", "stale"]
    assert Post.objects.get().version == 2
    assert AuditEvent.objects.count() == 1
