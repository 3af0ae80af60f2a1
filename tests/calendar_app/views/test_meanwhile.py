"""Nobody changes a post as it no longer is, by whatever address: an old version, none, and what is no number."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from calendar_app.models import Post, PostRevision, Series
from smplanner.doors import doors
from tests.conftest import SiteClient
from tests.factories import make_guest_link, make_post
from tests.isolation.database import digest

DAY = date(2026, 6, 10)
FORM = {"media-TOTAL_FORMS": "0", "media-INITIAL_FORMS": "0", "media_type": "owned", "title": "Mine"}
LATER = {"day": "2026-06-20", "time": "09:00", "reason": "Rain."}

# By address: how the post stands that it is about, and what is sent beside the version.
ONE: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "post-save": ({}, {**FORM, "status": "planned"}),
    "post-move": ({}, LATER),
    "post-place": ({}, {"by": "status", "value": "draft"}),
    "post-postpone": ({}, LATER),
    "post-cancel": ({}, {"reason": "Rain."}),
    "post-intent": ({}, {"intent": "value"}),
    "post-delete": ({}, {}),
    "post-restore": ({"deleted_at": timezone.now()}, {}),
    "post-plan": ({"day": None, "clock": None}, {"day": "2026-06-20", "time": "09:00"}),
    "post-posted": ({}, {"posted_url": "https://example.org/1"}),
    "post-submit": ({"status": "draft"}, {"note": "", "silence": "wait", "until": "2099-06-10T09:00"}),
    "post-withdraw": ({"status": "in_review"}, {}),
    "post-reopen": ({"status": "approved"}, {"reason": "A typo."}),
    "post-approve": ({"status": "in_review"}, {}),
    "post-send-back": ({"status": "in_review"}, {"comment": "No."}),
    "post-read-over": ({"status": "in_review"}, {"yes": "1"}),
    "post-revision-restore": ({}, {}),
    "post-series-delete": ({}, {"which": "this"}),
}
SEVERAL = {
    "posts-together": [
        {"act": "days", "days": "1"}, {"act": "day", "day": "2026-06-20"}, {"act": "reserve"},
        {"act": "status", "status": "draft"}, {"act": "trash"},
    ],
    "week-carry": [{"week": "2026-W24"}],
    "review-all": [{}],
}  # fmt: skip
# What may be sent about a post without changing it: copies, comments, looks, what is kept of it, and what is gone.
ELSEWHERE = {
    *("post-copy", "post-duplicate", "post-keep", "post-repeat", "post-adapt", "post-comment", "post-editing"),
    *("post-check", "move-preview", "post-versions-look", "post-purge", "guest-link-drop"),
    "post-also",  # names the row of the log that others of the series follow
    "post-versions",  # a version for each of the posts on one page
}


READ = {
    *("post", "post-card", "post-publish", "post-history", "post-revisions", "post-shift", "post-review"),
    "guest-post",  # tried below
}


@pytest.fixture
def make(bakery, bob) -> Callable[..., Post]:
    def made(**fields: Any) -> Post:
        given = {"day": DAY, "clock": time(9), "status": "planned", "text": "Out at seven.", "version": 3, **fields}
        if given["day"] is None:
            given["status"] = "idea"
        return make_post(bakery, "Croissants", owner=bob, **given)

    bakery.approval = bakery.Approval.REQUIRED
    bakery.save()
    return made


def test_every_address_of_one_post_is_tried_or_changes_nothing_of_it():
    asked = {door.name for door in doors() if door.party == "own" and {"slug", "post_id"} <= {*door.kwargs}}
    assert asked - ELSEWHERE - READ == ONE.keys()


@pytest.mark.parametrize("version", ["2", "", "x", "9" * 30, None])
@pytest.mark.parametrize("name", ONE)
def test_a_post_that_was_not_read_as_it_stands_is_not_changed(client_of, alice, bakery, make, name, version):
    state, sent = ONE[name]
    post, args = make(**state), []
    if name == "post-revision-restore":
        kept = PostRevision.objects.create(workspace=bakery, post=post, version=1, at=timezone.now(), title="Old")
        args = [kept.pk]
    if name == "post-series-delete":
        post.series = Series.objects.create(workspace=bakery, rhythm="weekly", first_day=DAY)
        post.series_day = DAY
        post.save()
    client, before = client_of(alice), digest()
    address = reverse(name, args=[bakery.slug, post.pk, *args])
    answer = client.post(address, sent if version is None else {**sent, "version": version})
    assert (answer.status_code, digest() == before) == (409, True)
    assert "Croissants" in answer.content.decode()


@pytest.mark.parametrize("version", [":2", "", None])
@pytest.mark.parametrize(("name", "sent"), [(name, sent) for name, several in SEVERAL.items() for sent in several])
def test_several_posts_are_not_changed_for_the_sake_of_one(client_of, alice, bakery, make, name, sent, version):
    status = "in_review" if name == "review-all" else "planned"
    posts = [make(status=status), make(status=status)]
    if version is None:
        named = [str(post.pk) for post in posts]
    else:
        named = [f"{posts[0].pk}{version}", f"{posts[1].pk}:3" if name != "review-all" else f"{posts[1].pk}{version}"]
    client, before = client_of(alice), digest()
    answer = client.post(reverse(name, args=[bakery.slug]), {"post": named, **sent})
    # Of the queue, what stands as it was read is answered; the rest is left, and named.
    assert answer.status_code == (302 if name == "review-all" and version == ":2" else 409)
    assert digest() == before


@pytest.mark.parametrize("version", ["2", "", "x", None])
def test_versions_beside_each_other_are_not_changed_either(client_of, alice, bakery, make, version):
    post = make()
    prefix, sent = f"p{post.pk}-", {} if version is None else {f"p{post.pk}-version": version}
    typed = {f"{prefix}text": "Mine.", f"{prefix}local_date": "2026-06-10", f"{prefix}local_time": "09:00"}
    client, before = client_of(alice), digest()
    answer = client.post(reverse("post-versions", args=[bakery.slug, post.pk]), typed | sent)
    assert (answer.status_code, digest() == before) == (409, True)
    assert "Mine." in answer.content.decode()


@pytest.mark.parametrize("act", ["approve", "send_back", "comment"])
@pytest.mark.parametrize("version", ["2", "", "x", None])
def test_a_guest_answers_what_was_read(alice, make, bakery, act, version):
    if (act, version) == ("comment", "2"):
        return  # a comment is about the post, whatever it says
    cache.clear()
    post = make(status="in_review")
    link = make_guest_link(bakery, alice, [post], language="en")
    sent = {"name": "Claire", "text": "Not mine to say.", "act": act}
    client, before = SiteClient(), digest()
    answer = client.post(f"/g/{link.token}/posts/{post.pk}/", sent if version is None else {**sent, "version": version})
    assert (answer.status_code, digest() == before) == (409, True)
    assert "Not mine to say." in answer.content.decode()
