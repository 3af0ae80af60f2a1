"""What is said about a post, a persona or a channel: who may read it, and who is told."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from calendar_app import talk
from calendar_app.models import GuestLink, Notice
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_channel, make_persona, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(bakery, bob):
    return make_post(bakery, title="Rye", day=date(2026, 6, 12), owner=bob)


@pytest.fixture
def link(bakery, alice):
    return GuestLink.objects.create(
        workspace=bakery, name="Claire", token_hash="x", made_by=alice, expires_at=timezone.now() + timedelta(days=9)
    )


def told():
    return sorted(Notice.objects.values_list("user__email", "kind"))


def test_a_word_is_one_row_of_the_log_and_tells_who_is_named_and_who_looks_after_it(post, alice, bob, dora):
    comment = talk.say(post, alice, "@Dora, is that right? And @dora again.", timezone.now())
    assert list(comment.mentions.all()) == [dora]
    assert told() == [("bob@example.org", "comment"), ("dora@example.org", "mention")]
    event = AuditEvent.objects.get()
    assert (event.verb, event.target_kind, event.target_id, event.actor) == ("commented", "post", post.pk, alice)
    assert event.diff == {"comment": ["", comment.text]}
    assert Notice.objects.first().link == f"/w/bakery/posts/{post.pk}/#comment-{comment.pk}"


def test_nobody_is_told_twice_of_the_same_word_nor_of_their_own(post, alice, bob):
    talk.say(post, bob, "@Bob @Bob", timezone.now())
    talk.say(post, alice, "@Bob, look", timezone.now(), named=[bob])
    assert told() == [("bob@example.org", "mention")]


def test_an_answer_tells_who_spoke_in_the_thread_and_stands_below_its_beginning(post, alice, bob, dora, erin):
    head = talk.say(post, dora, "Which flour?", timezone.now())
    first = talk.say(post, alice, "Rye.", timezone.now(), reply_to=head)
    Notice.objects.all().delete()
    second = talk.say(post, erin, "T130.", timezone.now(), reply_to=first)
    assert second.reply_to == head
    assert told() == [(f"{name}@example.org", "comment") for name in ("alice", "bob", "dora")]
    [thread] = talk.shown(post, viewer_is_guest=False)
    assert [word.comment for word in thread.replies] == [first, second]


def test_a_stranger_is_never_told(post, alice, charlie):
    talk.say(post, alice, "@Charlie and @charlie@example.org", timezone.now(), named=[charlie])
    assert told() == [("bob@example.org", "comment")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Inès Martin, voilà", ["Inès Martin"]),
        ("(@inès)", ["Inès Martin"]),
        ("@Jean", []),  # there are two
        ("@Jean Petit et @JEAN LEGRAND", ["Jean Petit", "Jean Legrand"]),
        ("write to me@jean.example", []),
        ("@Inèsa", []),
        ("", []),
    ],
)
def test_names_after_an_at_are_found(text, names):
    people = [
        talk.User(name=name, email=f"{n}@x", pk=n)
        for n, name in enumerate(("Inès Martin", "Jean Petit", "Jean Legrand"), 1)
    ]
    assert [person.name for person in talk.mentioned(text, people)] == names


def test_outsiders_read_what_is_shared_and_nothing_else(post, alice, bob, link):
    hidden = talk.say(post, alice, "The client is slow", timezone.now())
    open_ = talk.say(post, alice, "Do you like it?", timezone.now(), is_shared=True)
    talk.say(post, bob, "They never do", timezone.now(), reply_to=open_)
    answer = talk.say(post, None, "Yes", timezone.now(), reply_to=open_, is_shared=True, guest="Claire", link=link)
    [thread] = talk.shown(post, viewer_is_guest=True)
    assert thread.head.comment == open_
    assert [word.comment for word in thread.replies] == [answer]
    assert len(talk.shown(post, viewer_is_guest=False)) == 2
    with pytest.raises(talk.InternalThread):
        talk.say(post, None, "Ah", timezone.now(), reply_to=hidden, is_shared=True, guest="Claire", link=link)
    assert AuditEvent.objects.filter(guest="Claire", actor=None).count() == 1


def test_outsiders_do_not_read_the_address_of_who_gave_no_name(post, alice):
    alice.name = ""
    alice.save()
    talk.say(post, alice, "Hello", timezone.now(), is_shared=True)
    assert talk.shown(post, viewer_is_guest=True)[0].head.by == "Bakery"


def test_a_changed_word_tells_who_is_named_only_now(post, alice, bob, dora):
    comment = talk.say(post, alice, "@Dora?", timezone.now())
    talk.change(comment, alice, "@Dora or @Bob?", timezone.now())
    assert sorted(Notice.objects.values_list("user__email", "kind", "words")) == [
        ("bob@example.org", "comment", "@Dora or @Bob?"),
        ("bob@example.org", "mention", "@Dora or @Bob?"),
        ("dora@example.org", "mention", "@Dora or @Bob?"),
    ]
    assert [event.verb for event in AuditEvent.objects.all()] == ["comment_edited", "commented"]
    with pytest.raises(talk.NotTheirs):
        talk.change(comment, bob, "Mine", timezone.now())


def test_a_removed_word_keeps_its_place_and_tells_nobody(post, alice, bob):
    head = talk.say(post, alice, "Secret", timezone.now())
    talk.say(post, bob, "Oh", timezone.now(), reply_to=head)
    talk.remove(head, alice, timezone.now())
    [thread] = talk.shown(post, viewer_is_guest=False)
    assert (thread.head.comment.text, len(thread.replies)) == ("", 1)
    assert told() == [("alice@example.org", "comment")]
    with pytest.raises(talk.NotTheirs):
        talk.remove(head, bob, timezone.now())


def test_a_thread_is_resolved_and_opened_again_once(bakery, alice, bob):
    for about in (make_persona(bakery), make_channel(bakery)):
        head = talk.say(about, alice, "Right?", timezone.now())
        for _ in range(2):
            talk.resolve(head, bob, timezone.now())
        assert head.resolved_by == bob
        talk.resolve(head, alice, timezone.now(), is_resolved=False)
        kind = about._meta.model_name
        verbs = AuditEvent.objects.filter(target_kind=kind, verb__startswith="comment").order_by("pk")
        assert [event.verb for event in verbs] == ["commented", "comment_resolved", "comment_reopened"]
