"""Handing in, the queue, answering and reopening as people see it."""

from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse
from django_scopes import scope

from calendar_app import approval
from calendar_app.models import Post, Submission
from smplanner.workspaces.models import AuditEvent
from smplanner.workspaces.roles import Role
from tests.factories import make_membership, make_post, make_user

pytestmark = pytest.mark.django_db

DAY = date(2099, 6, 12)
NOW = datetime(2099, 6, 1, 8, tzinfo=UTC)


@pytest.fixture
def plan(bakery):
    bakery.approval = bakery.Approval.REQUIRED
    bakery.save()
    return bakery


@pytest.fixture
def post(plan, bob):
    return make_post(plan, "Warm bread", day=DAY, clock=time(9), owner=bob, status="draft", text="Out at seven.")


def handed_in(post, by) -> Post:
    with scope(workspace=post.workspace):
        approval.submit(post, by, NOW, None)
    return fresh(post)


def fresh(post) -> Post:
    return Post._base_manager.select_related("workspace").get(pk=post.pk)


def at(name: str, *args: object) -> str:
    return reverse(name, args=["bakery", *args])


def said(response) -> str:
    return response.content.decode()


WANTED = {"until": "2099-06-10T09:00", "silence": "wait", "note": "Is it true?"}


def test_an_editor_hands_in_and_an_approver_finds_it_in_the_queue(client_of, alice, bob, post):
    assert "submit-note" in said(client_of(bob).get(at("post", post.pk)))
    response = client_of(bob).post(at("post-submit", post.pk), {**WANTED, "version": post.version})
    assert (response.status_code, fresh(post).status) == (302, "in_review")
    queue = said(client_of(alice).get(at("review-queue")))
    assert "Warm bread" in queue
    assert "Is it true?" in queue
    assert "Warm bread" not in said(client_of(bob).get(at("review-queue")))
    assert "Warm bread" in said(client_of(bob).get(at("review-queue") + "?of=all"))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"until": "2001-01-01T09:00"}, "until"),
        ({"until": "", "silence": "plan_b", "plan_b": "B"}, "until"),
        ({"silence": "plan_b"}, "plan_b"),
        ({"silence": "yes"}, "silence"),  # for who may approve, or where the workspace says so
    ],
)
def test_what_cannot_be_meant_is_said_at_the_field(client_of, bob, post, wrong, field):
    response = client_of(bob).post(at("post-submit", post.pk), {**WANTED, **wrong, "version": post.version})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not Submission._base_manager.exists()


def test_a_contributor_hands_in_and_withdraws_and_does_not_answer(client_of, plan, alice, post):
    erin = make_user("erin@example.org")
    make_membership(erin, plan, Role.CONTRIBUTOR)
    client = client_of(erin)
    client.post(at("post-submit", post.pk), {**WANTED, "version": post.version})
    for name in ("post-approve", "post-send-back"):
        assert client.post(at(name, post.pk), {"comment": "No."}).status_code == 403
    client.post(at("post-read-over", post.pk), {"yes": "1"})
    assert fresh(post).status == "in_review"
    client.post(at("post-withdraw", post.pk), {"version": fresh(post).version})
    assert fresh(post).status == "draft"


def test_an_approver_answers_and_goes_on_to_the_next(client_of, plan, alice, bob, post):
    other = make_post(plan, "Second", day=DAY, clock=time(18), status="draft")
    post, other = handed_in(post, bob), handed_in(other, bob)
    client = client_of(alice)
    page = said(client.get(at("post-review", post.pk)))
    assert "1 of 2" in page or "1 sur 2" in page
    assert client.post(at("post-send-back", post.pk), {"version": post.version}).status_code == 422
    response = client.post(at("post-approve", post.pk), {"version": post.version})
    assert response.url == at("post-review", other.pk)
    response = client.post(at("post-send-back", other.pk), {"version": other.version, "comment": "At eight!"})
    assert response.url == at("review-queue")
    assert (fresh(post).status, fresh(other).status) == ("approved", "draft")
    assert "At eight!" in said(client_of(bob).get(at("post", other.pk)))


def test_an_answer_to_what_was_changed_meanwhile_is_shown_again_with_what_was_typed(client_of, alice, bob, post):
    post = handed_in(post, bob)
    Post._base_manager.filter(pk=post.pk).update(text="Other.", version=post.version + 1)
    Submission._base_manager.update(version=post.version + 1)
    response = client_of(alice).post(at("post-send-back", post.pk), {"version": post.version, "comment": "My word."})
    assert response.status_code == 409
    assert "My word." in said(response)
    assert fresh(post).status == "in_review"


def test_many_are_approved_at_once_and_one_button_takes_it_back(client_of, plan, alice, bob, post):
    other = handed_in(make_post(plan, "Second", day=DAY, status="draft"), bob)
    post, client = handed_in(post, bob), client_of(alice)
    stale = f"{other.pk}:{other.version - 1}"
    page = client.post(at("review-all"), {"post": [f"{post.pk}:{post.version}", stale]}, follow=True)
    assert (fresh(post).status, fresh(other).status) == ("approved", "in_review")
    assert "Second" in said(page)
    event = AuditEvent._base_manager.get(verb="approved")
    assert at("history-undo", event.pk) in said(page)
    client.post(at("history-undo", event.pk))
    assert fresh(post).status == "in_review"


def test_what_is_approved_is_refused_at_the_field_and_nothing_typed_is_lost(client_of, alice, bob, post):
    Post._base_manager.filter(pk=post.pk).update(status="approved")
    post = fresh(post)
    typed = {"title": post.title, "text": "Another text.", "status": "approved", "media_type": "owned"}
    typed |= {"local_date": post.local_date, "local_time": post.local_time, "owner": bob.pk, "version": post.version}
    typed |= {"media-TOTAL_FORMS": "0", "media-INITIAL_FORMS": "0"}
    response = client_of(bob).post(at("post-save", post.pk), typed)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["text"])
    assert "Another text." in said(response)
    response = client_of(bob).post(
        at("post-place", post.pk), {"by": "status", "value": "draft", "version": post.version}
    )
    assert response.status_code == 422
    response = client_of(bob).post(
        at("post-versions", post.pk), {f"p{post.pk}-text": "Short.", f"p{post.pk}-version": 1}
    )
    assert response.status_code == 422
    assert fresh(post).text == "Out at seven."


def test_an_approved_post_is_reopened_with_a_reason(client_of, bob, post):
    Post._base_manager.filter(pk=post.pk).update(status="approved")
    nothing = {"reason": "", "version": post.version}
    assert client_of(bob).post(at("post-reopen", post.pk), nothing).status_code == 422
    client_of(bob).post(at("post-reopen", post.pk), {"reason": "A typo.", "version": post.version})
    assert fresh(post).status == "draft"
    assert "A typo." in said(client_of(bob).get(at("post-history", post.pk)))


def test_where_nobody_approves_there_is_no_panel_and_the_queue_says_so(client_of, alice, plan, post):
    plan.approval = plan.Approval.NONE
    plan.save()
    client = client_of(alice)
    assert 'id="review"' not in said(client.get(at("post", post.pk)))
    assert 'class="empty"' in said(client.get(at("review-queue")))


def test_charlie_finds_nothing_and_changes_nothing(client_of, charlie, bob, post):
    post, client = handed_in(post, bob), client_of(charlie)
    for name in ("post-review", "post-submit", "post-reopen"):
        assert client.get(at(name, post.pk)).status_code == 404
    for name in ("post-approve", "post-send-back", "post-read-over", "post-withdraw", "post-submit", "post-reopen"):
        assert client.post(at(name, post.pk), {"comment": "No.", "reason": "No."}).status_code == 404
    assert client.get(at("review-queue")).status_code == client.post(at("review-all")).status_code == 404
    assert fresh(post).status == "in_review"


@pytest.mark.parametrize("rows", [1, 4])
def test_the_pages_ask_a_fixed_number_of_questions(client_of, plan, alice, bob, post, django_assert_num_queries, rows):
    for n in range(rows):
        handed_in(make_post(plan, f"Post {n}", day=DAY, status="draft", owner=bob), bob)
    post, client = handed_in(post, bob), client_of(alice)
    client.get(at("review-queue"))
    with django_assert_num_queries(QUEUE):
        client.get(at("review-queue"))
    client.get(at("post-review", post.pk))
    with django_assert_num_queries(REVIEW):
        client.get(at("post-review", post.pk))


QUEUE, REVIEW = 9, 54
