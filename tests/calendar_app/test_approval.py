"""Review and approval: what an answer is for, what it locks, and what silence means."""

import threading
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django_scopes import scope

from calendar_app import (
    approval,
    approving,
    asking,
    deadlines,
    history,
    notice_mails,
    repeating,
    together,
    waiting,
    workflow,
)
from calendar_app.approval import Locked, NotAsked, NotYours, StalePost, Unasked, Who
from calendar_app.models import Notice, Post, Submission, Verdict
from smplanner.mail import outbox, worker
from smplanner.mail.models import Message
from smplanner.workspaces.models import AuditEvent, Membership, Workspace
from smplanner.workspaces.roles import Role
from tests.factories import make_channel, make_media, make_membership, make_post, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)
DAY = date(2026, 6, 12)
Mode, Silence, Outcome = Workspace.Approval, Workspace.Silence, Submission.Outcome


@pytest.fixture
def erin(bakery):
    """Approves posts of the bakery, as Alice does."""
    user = make_user("erin@example.org")
    make_membership(user, bakery, Role.APPROVER)
    return user


@pytest.fixture
def plan(bakery, erin):
    bakery.approval = Mode.REQUIRED
    bakery.save()
    with scope(workspace=bakery):
        yield bakery


@pytest.fixture
def post(plan, bob):
    return make_post(plan, "Warm bread", day=DAY, clock=time(9), owner=bob, status="draft", text="Out at seven.")


def fresh(post) -> Post:
    return Post.objects.select_related("workspace").get(pk=post.pk)


def handed_in(post, by, **said) -> Submission:
    return approval.submit(post, by, NOW, None, **said)


def edit(post, by, now=NOW, **values) -> Post:
    form = fresh(post)
    for name, value in values.items():
        setattr(form, name, value)
    return workflow.edit(form, form.version, list(values), by, now)


def told(user, kind="") -> list[str]:
    rows = Notice.objects.filter(user=user).order_by("pk")
    return list((rows.filter(kind=kind) if kind else rows).values_list("label", flat=True))


def verbs() -> list[str]:
    return list(AuditEvent.objects.filter(target_kind="post").order_by("pk").values_list("verb", flat=True))


def outcomes(post) -> list[str]:
    return list(Submission.objects.filter(post=post).order_by("pk").values_list("outcome", flat=True))


# --- Asking and answering ------------------------------------------------------------------------------------------


def test_what_is_handed_in_waits_and_those_who_approve_are_told(post, alice, bob, erin, dora):
    held = handed_in(post, bob, note="Is the hour right?")
    post = fresh(post)
    assert (post.status, held.version) == ("in_review", post.version)
    assert held.until == post.publish_at - timedelta(hours=24)
    assert told(alice) == told(erin) == ["Warm bread"]
    assert told(bob) == told(dora) == []
    assert verbs() == ["submitted"]
    with pytest.raises(NotAsked):
        handed_in(post, bob)


def test_a_yes_approves_what_was_read_and_whoever_asked_is_told(post, alice, bob):
    held = handed_in(post, bob)
    done = approval.approve(held, Who(alice), NOW, fresh(post).version, "Lovely.")
    assert (done.status, done.approved_at) == ("approved", NOW)
    assert [(one.by, one.comment) for one in Verdict.objects.all()] == [(alice, "Lovely.")]
    assert (told(bob, "answer"), verbs()) == (["Warm bread"], ["submitted", "approved"])
    assert outcomes(post) == [Outcome.APPROVED]


def test_whoever_sends_back_says_why(post, alice, bob):
    held = handed_in(post, bob)
    with pytest.raises(ValueError, match="says why"):
        approval.send_back(held, Who(alice), NOW, None, "  ")
    assert approval.send_back(held, Who(alice), NOW, None, "At eight!").status == "draft"
    assert Notice.objects.get(user=bob).words == "At eight!"
    assert AuditEvent.objects.get(verb="sent_back").reason == "At eight!"


def test_who_asked_may_withdraw(post, bob):
    handed_in(post, bob)
    assert approval.withdraw(post, bob, NOW).status == "draft"
    assert outcomes(post) == [Outcome.WITHDRAWN]
    with pytest.raises(NotAsked):
        approval.withdraw(post, bob, NOW)


def test_only_who_approves_answers_and_a_stranger_never(post, bob, dora, charlie):
    held = handed_in(post, bob)
    for who in (bob, dora, charlie):
        with pytest.raises(NotYours):
            approval.approve(held, Who(who), NOW, None)
        with pytest.raises(NotYours):
            approval.send_back(held, Who(who), NOW, None, "No.")
    assert (fresh(post).status, Verdict.objects.count()) == ("in_review", 0)


def test_two_steps_take_two_people_and_the_second_approves(plan, post, alice, bob, erin):
    Workspace.objects.filter(pk=plan.pk).update(approval=Mode.TWO_STEPS)
    held = handed_in(post, bob)
    with pytest.raises(NotYours, match="asked"):
        approval.approve(held, Who(bob), NOW, None)
    assert approval.approve(held, Who(alice), NOW, None).status == "in_review"
    assert told(erin) == ["Warm bread", "Warm bread"]
    with pytest.raises(NotYours, match="read"):
        approval.approve(held, Who(alice), NOW, None)
    with pytest.raises(NotYours, match="role"):
        approval.approve(held, Who(bob), NOW, None)
    assert approval.approve(held, Who(erin), NOW, None).status == "approved"
    assert verbs() == ["submitted", "read", "approved"]


def test_what_came_to_be_read_without_being_handed_in_can_be_answered(plan, alice):
    post = make_post(plan, "Old", day=DAY, status="in_review")
    assert approval.approve(post, Who(alice), NOW, post.version).status == "approved"
    with pytest.raises(NotAsked):
        approval.approve(fresh(post), Who(alice), NOW, None)


# --- For a version -------------------------------------------------------------------------------------------------


def test_another_text_is_asked_anew_and_an_answer_to_the_old_one_does_not_count(post, alice, bob):
    held = handed_in(post, bob, note="Look!", silence=Silence.PLAN_B, plan_b="Without a picture.")
    read = fresh(post).version
    edit(post, bob, text="Out at eight.")
    assert outcomes(post) == [Outcome.CHANGED, ""]
    anew = Submission.objects.open().get()
    assert (anew.note, anew.plan_b) == ("Look!", "Without a picture.")
    assert told(alice) == ["Warm bread"] * 2
    for what in (held, fresh(post)):
        with pytest.raises(StalePost):
            approval.approve(what, Who(alice), NOW, read)
    assert approval.approve(anew, Who(alice), NOW, fresh(post).version).status == "approved"


def test_another_day_or_owner_is_no_other_text(post, alice, bob):
    handed_in(post, bob)
    read = fresh(post).version
    workflow.move(post, DAY + timedelta(1), time(9), None, bob, NOW)
    edit(post, bob, owner=alice)
    assert outcomes(post) == [""]
    assert approval.approve(fresh(post), Who(alice), NOW, read).status == "approved"


def test_a_picture_is_part_of_what_is_read(post):
    before = approval.fingerprint(post)
    make_media(post, label="The oven")
    assert approval.fingerprint(fresh(post)) != before


def test_what_changed_by_no_act_on_the_post_is_read_again(post, alice, bob):
    channel = make_channel(post.workspace)
    edit(post, bob, channel=channel)
    handed_in(post, bob)
    channel.delete()
    with pytest.raises(StalePost):
        approval.approve(fresh(post), Who(alice), NOW, None)
    approval.renew(post, NOW)
    assert approval.approve(fresh(post), Who(alice), NOW, None).status == "approved"


# --- Locked --------------------------------------------------------------------------------------------------------


@pytest.fixture
def approved(post, alice, bob):
    approval.approve(handed_in(post, bob), Who(alice), NOW, None)
    return fresh(post)


@pytest.mark.parametrize(
    "values", [{"title": "Cold"}, {"text": "No."}, {"link": "https://e.example/"}, {"status": "draft"}]
)
def test_an_approved_post_is_not_edited(approved, bob, values):
    with pytest.raises(Locked):
        edit(approved, bob, **values)
    assert fresh(approved).version == approved.version


def test_what_nobody_approved_can_be_changed_all_the_same(approved, alice, bob):
    assert edit(approved, bob, owner=alice, minutes_planned=20).status == "approved"
    assert workflow.move(approved, DAY + timedelta(1), time(9), None, bob, NOW).approved_at == NOW
    assert workflow.post_out(approved, "", None, bob, NOW).status == "posted"


def test_several_at_once_stop_before_one_that_is_locked(approved, plan, bob):
    other = make_post(plan, "Other", day=DAY, status="draft")
    channel = make_channel(plan)
    with pytest.raises(together.Refused) as refused:
        together.change(
            dict.fromkeys([approved.pk, other.pk]), together.assign("channel", channel, NOW), "edited", bob, NOW
        )
    assert refused.value.reasons == [(approved, together.Why.LOCKED)]
    assert fresh(other).channel is None


def test_a_series_passes_over_what_is_locked(approved, plan, bob):
    rows = Post.objects.filter(pk=approved.pk)
    first = make_post(plan, "Warm bread", day=DAY - timedelta(7), text="Out at seven.", status="draft")
    repeating.lay_out(first, repeating.Rhythm("weekly", DAY - timedelta(7)), [], bob, NOW)
    rows.update(series=Post.objects.get(pk=first.pk).series, series_day=DAY)
    changed = edit(first, bob, text="Out at nine.")
    wish = repeating.wish_of(changed, history.of_post(first.pk).first())
    assert repeating.would_change(wish, repeating.others(changed, repeating.Which.ALL)) == []
    assert repeating.held_back(wish, repeating.others(changed, repeating.Which.ALL)) == [approved]
    assert repeating.carry_over(wish, repeating.Which.ALL, bob, NOW).posts == ()


def test_undoing_does_not_reach_what_was_approved(post, alice, bob):
    edit(post, bob, text="Out at six.")
    event = history.of_post(post.pk).first()
    approval.approve(handed_in(post, bob), Who(alice), NOW, None)
    with pytest.raises(history.Conflict) as conflict:
        history.undo([event], Membership.objects.get(user=alice, workspace=post.workspace), NOW)
    assert conflict.value.are_locked
    assert fresh(post).text == "Out at six."


def test_reopening_takes_a_reason_and_who_approved_is_told(approved, alice, bob):
    with pytest.raises(ValueError, match="says why"):
        approval.reopen(approved, bob, " ", NOW, None)
    assert approval.reopen(approved, bob, "A typo.", NOW, None).approved_at is None
    assert Notice.objects.get(user=alice, kind="answer").words == "A typo."
    assert edit(approved, bob, text="Out at last.").status == "draft"
    with pytest.raises(NotAsked):
        approval.reopen(approved, bob, "Again.", NOW, None)


def test_nothing_becomes_approved_but_by_an_answer(plan, post, alice):
    with pytest.raises(Unasked):
        edit(post, alice, status="approved")
    with pytest.raises(Unasked):
        workflow.create(Post(workspace=plan, title="New", status="approved"), alice, NOW)
    with pytest.raises(together.Refused):
        together.change({post.pk: None}, together.assign("status", "approved", NOW), "edited", alice, NOW)


def test_where_who_writes_decides_approving_answers_what_waits(plan, post, alice, bob):
    Workspace.objects.filter(pk=plan.pk).update(approval=Mode.OPTIONAL)
    handed_in(post, bob)
    assert edit(post, alice, status="approved").status == "approved"
    assert outcomes(post) == [Outcome.APPROVED]
    assert Verdict.objects.get().by == alice


def test_where_nobody_approves_nothing_is_locked_or_asked(plan, post, bob):
    Workspace.objects.filter(pk=plan.pk).update(approval=Mode.NONE)
    edit(post, bob, status="in_review")
    edit(post, bob, status="approved")
    assert edit(post, bob, text="Other.", status="draft").text == "Other."
    assert not Submission.objects.exists()


def test_the_column_of_the_board_hands_in_and_takes_back(post, alice, bob):
    edit(post, bob, status="in_review")
    assert (outcomes(post), told(alice)) == ([""], ["Warm bread"])
    edit(post, bob, status="draft")
    assert outcomes(post) == [Outcome.WITHDRAWN]


def test_many_at_once_are_handed_in_with_one_notice_and_few_queries(plan, alice, bob, django_assert_max_num_queries):
    posts = [make_post(plan, f"Post {n}", day=DAY, status="draft") for n in range(12)]
    todo = together.assign("status", "in_review", NOW)
    with django_assert_max_num_queries(14):
        together.change(dict.fromkeys(post.pk for post in posts), todo, "edited", bob, NOW)
    assert Submission.objects.open().count() == 12
    assert Notice.objects.filter(user=alice).count() == 1


# --- Another day ---------------------------------------------------------------------------------------------------


@pytest.fixture
def on_date(plan):
    plan.approval_on_date = True
    plan.save()


def test_another_day_asks_again_where_it_is_set_so(on_date, approved, alice, bob):
    moved = workflow.move(approved, DAY + timedelta(1), time(9), None, bob, NOW)
    assert (moved.status, moved.approved_at) == ("in_review", None)
    assert outcomes(approved) == [Outcome.APPROVED, ""]
    assert told(alice) == ["Warm bread"] * 2
    workflow.move(moved, DAY + timedelta(2), time(9), None, bob, NOW)
    assert outcomes(approved) == [Outcome.APPROVED, Outcome.CHANGED, ""]


def test_a_form_that_moves_asks_again_too_and_several_at_once(on_date, approved, bob):
    assert edit(approved, bob, local_date=DAY + timedelta(1)).status == "in_review"
    with pytest.raises(Locked):
        raise Locked(approved, {"text"})
    together.change({approved.pk: None}, together.shift(1), "moved", bob, NOW)
    assert outcomes(approved) == [Outcome.APPROVED, Outcome.CHANGED, ""]


# --- Several answers at once ---------------------------------------------------------------------------------------


def test_several_are_approved_in_one_batch_that_can_be_taken_back(plan, post, alice, bob):
    posts = [
        post,
        make_post(plan, "Second", day=DAY, status="draft"),
        make_post(plan, "Third", day=DAY, status="draft"),
    ]
    for one in posts:
        handed_in(one, bob)
    read = {one.pk: fresh(one).version for one in posts}
    edit(posts[2], bob, text="Changed meanwhile.")
    done = approving.approve_all(read, alice, NOW)
    assert [one.pk for one in done.posts] == [posts[1].pk, posts[0].pk]
    assert [(one.pk, type(why)) for one, why in done.left] == [(posts[2].pk, approval.StalePost)]
    events = list(AuditEvent.objects.filter(batch=done.batch))
    assert [one.verb for one in events] == ["approved", "approved"]
    history.undo(events, Membership.objects.get(user=alice, workspace=plan), NOW)
    assert {fresh(one).status for one in posts} == {"in_review"}
    assert Submission.objects.open().count() == 3
    assert not Verdict.objects.exists()


@pytest.mark.parametrize("steps", ["required", "two"])
@pytest.mark.parametrize("number", [3, 12])
def test_many_yeses_cost_as_many_questions_as_few(plan, alice, bob, django_assert_num_queries, number, steps):
    plan.approval = {"required": plan.Approval.REQUIRED, "two": plan.Approval.TWO_STEPS}[steps]
    plan.save()
    posts = [make_post(plan, f"Post {n}", day=DAY, status="draft", owner=bob) for n in range(number)]
    for one in posts:
        handed_in(one, bob)
    read = {one.pk: fresh(one).version for one in posts}
    with django_assert_num_queries({"required": 14, "two": 12}[steps]):
        done = approving.approve_all(read, alice, NOW)
    assert (len(done.posts), done.left) == (number, ())
    verb = "approved" if steps == "required" else "read"
    assert AuditEvent.objects.filter(batch=done.batch, verb=verb).count() == number
    assert Verdict.objects.filter(by=alice).count() == number


def test_taking_an_answer_back_is_for_those_who_give_one(approved, bob):
    with pytest.raises(PermissionDenied):
        history.undo([AuditEvent.objects.get(verb="approved")], Membership.objects.get(user=bob), NOW)


# --- What waits for whom -------------------------------------------------------------------------------------------


def mine(user) -> list[str]:
    return [one.title for one in waiting.for_member(Membership.objects.get(user=user, workspace__name="Bakery"))]


def test_nobody_is_asked_for_their_own_unless_nobody_else_may_answer(plan, post, alice, bob, erin):
    plan.name = "Bakery"
    plan.save()
    handed_in(post, alice)
    assert (mine(alice), mine(erin), mine(bob)) == ([], ["Warm bread"], [])
    Membership.objects.filter(user=erin).update(role=Role.VIEWER)
    assert mine(alice) == ["Warm bread"]


def test_in_two_steps_editors_read_and_then_another_approves(plan, post, alice, bob, erin):
    Workspace.objects.filter(pk=plan.pk).update(approval=Mode.TWO_STEPS, name="Bakery")
    held = handed_in(post, alice)
    assert (mine(alice), mine(bob), mine(erin)) == ([], ["Warm bread"], ["Warm bread"])
    approval.approve(held, Who(erin), NOW, None)
    assert (mine(alice), mine(bob), mine(erin)) == (["Warm bread"], [], [])


def test_who_reads_a_second_time_sees_what_changed(post, alice, bob):
    approval.send_back(handed_in(post, bob), Who(alice), NOW, None, "At eight!")
    assert waiting.since(fresh(post)) is None
    edit(post, bob, text="Out at eight.")
    handed_in(post, bob)
    seen = waiting.since(fresh(post))
    assert [kind for kind, _words in seen.text] == ["same", "out", "in", "same"]


# --- Silence -------------------------------------------------------------------------------------------------------

UNTIL = NOW + timedelta(days=5)


@pytest.fixture
def reminders(alice):
    return lambda: list(Notice.objects.filter(user=alice).order_by("pk").values_list("key", flat=True))


def test_those_who_approve_are_reminded_two_days_and_one_day_before_and_once(post, bob, reminders):
    held = handed_in(post, bob, until=UNTIL, silence=Silence.WAIT)
    for hours in (49, 48, 47, 25, 24, 1):
        for late in (0, 20):
            deadlines.watch(UNTIL - timedelta(hours=hours) + timedelta(seconds=late))
    assert reminders() == [f"asked:{held.pk}", f"48h:{held.pk}", f"24h:{held.pk}"]
    for days in (0, 1):
        deadlines.watch(UNTIL + timedelta(days=days))
    assert reminders()[3:] == [f"late:{held.pk}"]
    assert fresh(post).status == "in_review"


def test_what_was_handed_in_an_hour_ago_is_not_reminded_of(post, bob, reminders):
    handed_in(post, bob, until=NOW + timedelta(hours=20), silence=Silence.WAIT)
    deadlines.watch(NOW + timedelta(hours=1))
    assert len(reminders()) == 1


def test_a_deadline_follows_its_post_to_another_day_unless_somebody_chose_it(post, bob):
    day = fresh(post).local_date
    held = handed_in(post, bob, until=UNTIL, silence=Silence.YES)
    edit(post, bob, local_date=day + timedelta(days=2))
    held.refresh_from_db()
    assert (held.until, held.silence) == (UNTIL, Silence.YES)
    edit(post, bob, local_date=NOW.date() + timedelta(days=1))  # it goes out before the hour that was chosen
    held.refresh_from_db()
    assert held.until == asking.default_until(fresh(post), NOW)
    assert held.silence == Silence.WAIT  # whom silence shall bind has a day to speak
    edit(post, bob, local_date=day)
    approval.withdraw(post, bob, NOW)
    again = handed_in(post, bob)
    for there in (day + timedelta(days=7), NOW.date(), day):  # so soon that there is no time for one, and back
        edit(post, bob, local_date=there)
        again.refresh_from_db()
        assert again.until == asking.default_until(fresh(post), NOW)
    assert again.until == fresh(post).publish_at - timedelta(hours=24)
    assert outcomes(post) == [Outcome.WITHDRAWN, ""]


def test_silence_means_yes_where_it_was_said_so_once(post, bob):
    held = handed_in(post, bob, until=UNTIL, silence=Silence.YES)
    deadlines.watch(UNTIL - timedelta(seconds=1))
    assert fresh(post).status == "in_review"
    for _time in range(2):
        deadlines.watch(UNTIL)
    assert (fresh(post).status, outcomes(post)) == ("approved", [Outcome.APPROVED])
    verdict = Verdict.objects.get()
    assert (verdict.by, verdict.guest) == (None, "")
    event = AuditEvent.objects.get(verb="approved")
    assert event.actor is None
    assert "2026" in event.reason
    assert told(bob, "answer") == ["Warm bread"]
    with pytest.raises(StalePost):
        approval.approve(held, Who(), UNTIL, None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("silence", [Silence.YES, Silence.PLAN_B])
def test_of_two_workers_who_meet_one_deadline_one_carries_it_out(plan, alice, bob, silence, settings):
    posts = [make_post(plan, f"Post {n}", day=DAY, status="draft", owner=bob, text="Out.") for n in range(3)]
    for one in posts:
        handed_in(one, bob, until=UNTIL, silence=silence, plan_b="Without.")
    start, ended = threading.Barrier(4), []
    settings.EMAIL_HOST = "mail.example.org"

    def work() -> None:
        try:
            start.wait(timeout=30)
            for look in (deadlines.watch, notice_mails.watch):
                look(UNTIL)
            ended.append("done")
        except Exception as error:  # noqa: BLE001 - a thread's exception must reach the assertion
            ended.append(repr(error))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(timeout=60)

    assert ended == ["done"] * 4
    yes = silence == Silence.YES
    verb, outcome = ("approved", Outcome.APPROVED) if yes else ("lapsed", Outcome.LAPSED)
    for one in posts:
        assert outcomes(one) == [outcome]
        assert AuditEvent.objects.filter(target_kind="post", target_id=one.pk, verb=verb).count() == 1
        assert Verdict.objects.filter(submission__post=one).count() == yes
        assert Notice.objects.filter(user=bob, kind="answer", post=one).count() == 1
    notice_mails.watch(UNTIL + timedelta(hours=24))
    mailed = "".join(Message.objects.filter(to=bob.email).values_list("text", flat=True))
    assert [mailed.count(one.title) for one in posts] == [1] * len(posts)


def test_plan_b_holds_when_nobody_answers(post, bob):
    handed_in(post, bob, until=UNTIL, silence=Silence.PLAN_B, plan_b="Without the quote.")
    deadlines.watch(UNTIL)
    assert (fresh(post).status, outcomes(post)) == ("draft", [Outcome.LAPSED])
    assert Notice.objects.get(user=bob).words == "Without the quote."
    assert approval.state_of(fresh(post)).last.plan_b == "Without the quote."


def test_silence_says_nothing_about_a_text_that_came_later(post, bob):
    handed_in(post, bob, until=UNTIL, silence=Silence.YES)
    edit(post, bob, now=UNTIL - timedelta(hours=1), text="Something else.")
    deadlines.watch(UNTIL)
    assert fresh(post).status == "in_review"


def test_nothing_ends_in_the_trash_or_where_nobody_approves_any_more(plan, post, bob):
    handed_in(post, bob, until=UNTIL, silence=Silence.YES)
    Workspace.objects.filter(pk=plan.pk).update(approval=Mode.NONE)
    deadlines.watch(UNTIL)
    Workspace.objects.filter(pk=plan.pk).update(approval=Mode.REQUIRED)
    workflow.trash(post, bob, NOW)
    deadlines.watch(UNTIL)
    assert Submission.objects.open().count() == 1


def test_the_worker_looks_after_deadlines_without_a_mail_server(post, bob):
    assert deadlines.watch in outbox.chores
    handed_in(post, bob)
    Submission.objects.update(until=NOW - timedelta(days=2), silence=Silence.YES)
    worker.tick(sends=False)
    assert fresh(post).status == "approved"


def test_a_short_notice_is_never_a_silent_yes(plan, post, bob):
    Workspace.objects.filter(pk=plan.pk).update(silence=Silence.YES)
    late = fresh(post).publish_at - timedelta(hours=30)
    assert asking.asked(fresh(post), bob, late).silence == Silence.WAIT
    assert asking.asked(fresh(post), bob, NOW).silence == Silence.YES
