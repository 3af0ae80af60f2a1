"""What somebody outside sees and does by a secret link, and that it is all they see."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from calendar_app import approval, guests, talk
from calendar_app.models import Comment, GuestLink, Notice, Post, Verdict
from smplanner.workspaces import members
from smplanner.workspaces.models import AuditEvent, Membership
from tests.conftest import SiteClient
from tests.factories import (
    make_campaign,
    make_channel,
    make_guest_link,
    make_membership,
    make_picture,
    make_post,
    make_user,
)
from tests.isolation.database import digest

DAY = date(2026, 6, 12)


@pytest.fixture
def post(bakery, alice) -> Post:
    """Handed in by Alice, on Friday at nine."""
    channel = make_channel(bakery, "instagram", name="La vitrine")
    post = make_post(bakery, "Brioche", day=DAY, clock=time(9), text="Dorée à souhait.", channel=channel, owner=alice)
    approval.submit(post, alice, timezone.now(), 1, note="Between us: he is fussy")
    post.refresh_from_db()
    return post


@pytest.fixture
def link(bakery, alice, post) -> GuestLink:
    cache.clear()
    return make_guest_link(bakery, alice, [post], name="Claire, Hôtel du Port", language="en")


def page_of(link: GuestLink, post: Post | None = None) -> str:
    return f"/g/{link.token}/" + (f"posts/{post.pk}/" if post else "")


def answer(post: Post, act: str, **fields: object) -> dict[str, object]:
    return {"name": "Claire", "text": "", "act": act, "version": post.version, **fields}


def test_the_holder_of_a_link_reads_what_is_shared_in_its_language_and_no_more(bakery, alice, link, post, client):
    make_post(bakery, "Secret croissant", day=DAY)
    talk.say(post, alice, "Only among us", timezone.now())
    talk.say(post, alice, "Dear Claire", timezone.now(), is_shared=True)
    whole = client.get(page_of(link)).content.decode()
    assert "Brioche" in whole
    assert "1 post waits for an answer" in whole
    answered = client.get(page_of(link, post))
    html = answered.content.decode()
    assert '<html lang="en"' in html
    assert answered["Content-Language"] == "en"
    for shown in ("Dorée à souhait.", "La vitrine", "Friday 12 June", "9:00", "Dear Claire", "Bakery"):
        assert shown in html, shown
    for hidden in ("Only among us", "fussy", "Secret croissant", "/w/bakery", "Secret croissant", "alice@"):
        assert hidden not in whole + html, hidden


def test_nobody_else_keeps_finds_or_hears_of_the_page(link, post, client):
    for path in (page_of(link), page_of(link, post), "/g/spg_none/"):
        answered = client.get(path)
        assert answered["Cache-Control"] == "private, no-store"
        assert "noindex" in answered["X-Robots-Tag"]
        assert answered["Referrer-Policy"] == "same-origin"


def test_a_comment_is_shared_carries_the_name_and_reaches_whom_it_concerns(link, post, alice, client):
    assert client.post(page_of(link, post), answer(post, "comment", text="Lovely")).status_code == 302
    said = Comment.objects.get()
    assert (said.text, said.guest, said.link, said.author, said.is_shared) == ("Lovely", "Claire", link, None, True)
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.actor, event.guest, event.target_id) == ("commented", None, "Claire", post.pk)
    assert Notice.objects.get(kind="comment").user == alice
    html = client.get(page_of(link, post)).content.decode()
    assert "Lovely" in html
    assert 'value="Claire"' in html  # the name is remembered
    assert 'value="Claire"' not in SiteClient().get(page_of(link, post)).content.decode()


def test_a_yes_approves_under_the_name_and_the_log_tells_by_which_link(link, post, client):
    assert client.post(page_of(link, post), answer(post, "approve", text="Go")).status_code == 302
    post.refresh_from_db()
    assert post.status == Post.Status.APPROVED
    verdict = Verdict.objects.get()
    assert (verdict.guest, verdict.link, verdict.by, verdict.comment) == ("Claire", link, None, "Go")
    event = AuditEvent.objects.get(verb="approved")
    assert (event.actor, event.guest, event.link) == (None, "Claire", link.pk)
    assert "Approved by Claire" in client.get(page_of(link, post)).content.decode()


def test_the_log_says_by_which_link_and_is_filtered_by_it(link, post, client, client_of, alice, bakery):
    other, alices = make_guest_link(bakery, alice, [post], name="The board"), client_of(alice)
    for one, name in ((link, "Claire"), (other, "Mme Roy")):
        said = {**answer(post, "comment", text="Fine"), "name": name}
        assert SiteClient().post(page_of(one, post), said).status_code == 302
    log = "/w/bakery/log/"
    both = html_of(alices.get(log))
    assert "Claire, par le lien «\u202fClaire, Hôtel du Port\u202f»" in both
    assert "Mme Roy, par le lien «\u202fThe board\u202f»" in both
    one = html_of(alices.get(f"{log}?who=link-{other.pk}"))
    assert "Mme Roy" in one
    assert "Claire, par" not in one
    assert "The board" in html_of(alices.get(f"/w/bakery/posts/{post.pk}/history/"))
    assert alices.get(f"{log}?who=link-{other.pk + 99}").status_code == 422


def html_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_the_pages_of_a_link_tell_nothing_of_what_is_only_among_members(link, post, client, alice, bakery):
    """Read as somebody would who looks for more than is shown."""
    before = client.get(page_of(link, post)).content.decode()
    for number in range(5):
        talk.say(post, alice, f"Internal word {number} to alice@example.org", timezone.now())
    make_post(bakery, "Another post")
    talk.say(post, alice, "Dear Claire", timezone.now(), is_shared=True)
    page, whole = (client.get(page_of(link, one)).content.decode() for one in (post, None))
    for secret in ("Internal word", "@example.org", "Another post", "fussy", "comment-", "findings", "/w/bakery"):
        assert secret not in page + whole
    # What is counted is what is shown: five internal comments leave no trace in it.
    assert re.findall(r"\d+", plain(page)) != []
    assert plain(page).count("Dear Claire") == 1
    assert len(plain(page)) - len(plain(before)) < 120


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("<main")[2]))


def test_a_name_is_one_line_of_visible_signs(link, post, client):
    said = {**answer(post, "comment", text="Fine"), "name": "Claire\r\nBcc: all@example.org \u202egnol"}
    assert client.post(page_of(link, post), said).status_code == 302
    assert Comment.objects.get().guest == "Claire Bcc: all@example.org gnol"


def test_sending_back_needs_a_word(link, post, client):
    before = digest()
    refused = client.post(page_of(link, post), answer(post, "send_back"))
    assert refused.status_code == 422
    assert "Say what should be different" in refused.content.decode()
    assert digest() == before
    assert client.post(page_of(link, post), answer(post, "send_back", text="Too dark")).status_code == 302
    post.refresh_from_db()
    assert post.status == Post.Status.DRAFT
    html = client.get(page_of(link, post)).content.decode()
    assert "Sent back by Claire" in html
    assert "Too dark" in html


def test_an_answer_to_a_text_that_changed_meanwhile_decides_nothing_and_keeps_what_was_typed(link, post, client):
    Post.objects.filter(pk=post.pk).update(text="Plus claire.", version=post.version + 1)
    before = digest()
    stale = client.post(page_of(link, post), answer(post, "approve", text="My long comment"))
    html = stale.content.decode()
    assert stale.status_code == 409
    assert "Plus claire." in html
    assert "My long comment" in html
    assert "changed while you read it" in html
    assert f'value="{post.version + 1}"' in html
    assert digest() == before


def test_an_answer_that_comes_too_late_can_still_be_a_comment(link, post, alice, client):
    approval.withdraw(post, alice, timezone.now())
    late = client.post(page_of(link, post), answer(post, "approve", text="Yes"))
    assert late.status_code == 409
    assert "does not wait for an answer any more" in late.content.decode()


def test_a_link_without_the_right_to_approve_comments_only(bakery, alice, post, client):
    link = make_guest_link(bakery, alice, [post], may_approve=False, language="en")
    assert "Send back" not in client.get(page_of(link, post)).content.decode()
    before = digest()
    for act in ("approve", "send_back"):
        assert client.post(page_of(link, post), answer(post, act, text="Go")).status_code == 403
    assert digest() == before
    assert client.post(page_of(link, post), answer(post, "comment", text="Nice")).status_code == 302


def test_what_is_not_shared_is_not_there(bakery, museum, alice, link, post, client):
    theirs = make_post(museum, "Vases", day=DAY)
    other, gone = make_post(bakery, "Tarte", day=DAY), make_post(bakery, "Old", day=DAY, deleted_at=timezone.now())
    make_guest_link(bakery, alice, [gone])
    before = digest()
    for one in (theirs, other, gone):
        assert client.get(page_of(link, one)).status_code == 404
        assert client.post(page_of(link, one), answer(one, "comment", text="x")).status_code == 404
        picture = make_picture(one) if not one.deleted_at else None
        if picture:
            before = digest()
            assert client.get(f"/g/{link.token}/pictures/{picture.pk}/").status_code == 404
            assert client.get(f"/g/{link.token}/pictures/{picture.pk}/small/").status_code == 404
    assert digest() == before
    assert client.get(f"/g/{link.token}/posts/{2**70}/").status_code == 404


def test_pictures_of_shared_posts_come_by_the_link_alone(link, post, client):
    picture = make_picture(post, alt_text="A golden loaf")
    html = client.get(page_of(link, post)).content.decode()
    assert 'alt="A golden loaf"' in html
    for path in re.findall(rf'"(/g/{link.token}/pictures/[^"]+)"', html):
        assert client.get(path)["Content-Type"].startswith("image/")
    assert client.get(f"/w/bakery/posts/media/{picture.pk}/").status_code == 302


def test_a_campaign_shows_what_waits_or_is_approved_of_it_and_with_a_channel_of_both(bakery, alice, client):
    campaign, channel = make_campaign(bakery), make_channel(bakery, "linkedin")
    make_post(bakery, "Draft", day=DAY, status="draft", campaign=campaign)
    make_post(bakery, "Waits", day=DAY, status="in_review", campaign=campaign, channel=channel)
    make_post(bakery, "Elsewhere", day=DAY, status="approved", campaign=campaign)
    make_post(bakery, "No campaign", day=DAY, status="approved", channel=channel)

    def seen(**fields: object) -> list[str]:
        html = client.get(page_of(make_guest_link(bakery, alice, **fields))).content.decode()
        return [title for title in ("Draft", "Waits", "Elsewhere", "No campaign") if f">{title}</a>" in html]

    assert seen(campaign=campaign) == ["Waits", "Elsewhere"]
    assert seen(channel=channel) == ["Waits", "No campaign"]
    assert seen(channel=channel, campaign=campaign) == ["Waits"]
    assert seen() == []


@pytest.mark.parametrize("how", ["revoked", "expired", "removed", "deactivated", "demoted"])
def test_a_link_that_is_over_says_so_and_whom_to_ask(how, bakery, museum, alice, bob, post, client):
    link = make_guest_link(bakery, bob, [post], language="en")
    assert client.get(page_of(link)).status_code == 200
    seat = Membership.objects.get(user=bob)
    if how == "revoked":
        guests.revoke(link, alice, timezone.now())
    elif how == "expired":
        GuestLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif how == "removed":
        members.remove(seat, alice)
        make_membership(bob, bakery)  # coming back gives no link back
    elif how == "deactivated":
        bob.is_active = False
        bob.save()
    else:
        members.change_role(seat, "viewer", alice)
    before = digest()
    for answered in (
        client.get(page_of(link)),
        client.get(page_of(link, post)),
        client.post(page_of(link, post), answer(post, "approve")),
    ):
        assert answered.status_code == 410
        assert "This link is over" in answered.content.decode()
        assert "Bakery" in answered.content.decode()
        assert "Brioche" not in answered.content.decode()
    assert digest() == before


def test_removing_somebody_ends_their_links_in_that_workspace_only_with_a_row_of_the_log(bakery, museum, alice, bob):
    make_membership(bob, museum)
    here, there = make_guest_link(bakery, bob), make_guest_link(museum, bob)
    of_alice = make_guest_link(bakery, alice)
    members.remove(Membership.objects.get(user=bob, workspace=bakery), alice)
    revoked = {link.pk for link in GuestLink.objects.exclude(revoked_at=None)}
    assert revoked == {here.pk}
    assert AuditEvent.objects.get(verb="revoked").target_id == here.pk
    assert {there.pk, of_alice.pk}.isdisjoint(revoked)
    bakery.delete()
    assert not GuestLink.objects.filter(pk=of_alice.pk).exists()


def test_with_the_campaign_it_shows_a_link_is_over(bakery, alice, client):
    campaign, channel = make_campaign(bakery), make_channel(bakery)
    links = [make_guest_link(bakery, alice, campaign=campaign), make_guest_link(bakery, alice, channel=channel)]
    campaign.delete()
    channel.delete()
    for link in links:
        assert client.get(page_of(link)).status_code == 410
    make_guest_link(bakery, alice, campaign=make_campaign(bakery))
    bakery.delete()
    assert not GuestLink.objects.exists()


@pytest.mark.parametrize("token", ["spg_", "spg_" + "A" * 43, "x", "é", "spl_" + "A" * 43])
def test_an_address_that_never_was_leads_nowhere(token, bakery, client):
    answered = client.get(f"/g/{token}/")
    assert answered.status_code == 404
    assert "Bakery" not in answered.content.decode()


def test_the_log_holds_no_secret(link, post, client, caplog):
    make_post(link.workspace, "x")
    client.get(page_of(link) + "posts/999999/")
    guests.revoke(link, None, timezone.now())
    client.get(page_of(link))
    written = caplog.text
    assert link.token.removeprefix("spg_") not in written
    assert "/g/spg_…/" in written


def test_a_form_from_elsewhere_is_refused(link, post):
    assert SiteClient(enforce_csrf_checks=True).post(page_of(link, post), answer(post, "approve")).status_code == 403
    post.refresh_from_db()
    assert post.status == Post.Status.IN_REVIEW


def test_a_flood_of_answers_is_stopped_with_a_word(link, post, client, today):
    for n in range(30):
        assert client.post(page_of(link, post), answer(post, "comment", text=f"no {n}")).status_code == 302
    before = digest()
    stopped = client.post(page_of(link, post), answer(post, "comment", text="one more"))
    assert stopped.status_code == 429
    assert "Wait ten minutes" in stopped.content.decode()
    assert "one more" in stopped.content.decode()
    assert digest() == before


@pytest.mark.parametrize(
    "fields",
    [
        {"version": "1"},
        {"act": "approve", "version": "1"},
        {"act": "nonsense", "name": "C", "version": "1"},
        {"act": "comment", "name": "\u202e\n", "text": "x", "version": "1"},
        {"act": "comment", "name": "C" * 121, "text": "x", "version": "1"},
        {"act": "comment", "name": "C", "text": "x" * 5001, "version": "1"},
        {"act": "comment", "name": "a\0b", "text": "x", "version": "1"},
    ],
)
def test_what_no_form_sends_is_answered_at_the_field(fields, link, post, client):
    before = digest()
    assert client.post(page_of(link, post), fields).status_code == 422
    assert digest() == before


def test_where_two_have_to_say_yes_the_guest_s_may_be_the_second(bakery, alice, bob, link, post, client):
    bakery.approval = "two_steps"
    bakery.save()
    assert client.post(page_of(link, post), answer(post, "approve")).status_code == 302
    post.refresh_from_db()
    assert post.status == Post.Status.IN_REVIEW
    html = client.get(page_of(link, post)).content.decode()
    assert "Somebody else decides now" in html
    assert 'value="approve"' not in html


def test_the_pages_ask_as_often_however_much_there_is(bakery, alice, link, post, client):
    client.get(page_of(link))

    def queries(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    counts = [queries(page_of(link)), queries(page_of(link, post))]
    for n in range(3):
        extra = make_post(
            bakery, f"More {n}", day=DAY, status="in_review", channel=make_channel(bakery, "facebook", name=f"c{n}")
        )
        with_scope_add(link, extra)
        make_picture(post)
        talk.say(post, alice, f"word {n}", timezone.now(), is_shared=True)
    assert [queries(page_of(link)), queries(page_of(link, post))] == counts
    assert counts == [2, 7]


def with_scope_add(link: GuestLink, post: Post) -> None:
    guests.add(link, [post], link.made_by)


def test_a_visit_is_noted_at_most_every_few_minutes(link, post, client, monkeypatch):
    client.get(page_of(link))
    first = GuestLink.objects.get().last_used_at
    assert first is not None
    client.get(page_of(link))
    assert GuestLink.objects.get().last_used_at == first
    later = first + guests.USE_NOTED_EVERY
    monkeypatch.setattr(timezone, "now", lambda: later)
    client.get(page_of(link))
    assert GuestLink.objects.get().last_used_at == later


def test_a_reader_may_choose_the_other_language(link, post, client):
    client.cookies["django_language"] = "fr"
    assert '<html lang="fr"' in client.get(page_of(link, post)).content.decode()
    client.cookies["django_language"] = "xx"
    assert '<html lang="en"' in client.get(page_of(link, post)).content.decode()


def test_a_stranger_s_seat_elsewhere_gives_nothing_more(link, post, charlie, client_of, museum):
    answered = client_of(charlie).get(page_of(link, post))
    assert answered.status_code == 200
    assert "/w/" not in answered.content.decode()
    assert make_user("zoe@example.org").memberships.count() == 0
    assert datetime.now(UTC)
