"""Whoever begins at the home page gets everywhere by clicking, and nothing that can be clicked leads nowhere."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from django_scopes import scope

from calendar_app.models import Campaign, Post
from smplanner.doors import doors
from smplanner.workspaces.models import User
from tests.conftest import SiteClient
from tests.factories import make_channel, make_post, make_saved_view
from tests.isolation.world import DAY, World

# What neither a link nor a form of a page that was only looked at leads to, and why that is right.
NOT_CLICKED = {
    "channel-adopt": "the page of a channel that is only considered",
    "channel-resume": "the page of a channel that is paused",
    "channel-trial-end": "the page of a channel on trial",
    "check-summary": "the calendar asks for it after the page",
    "community-count-delete": "the form of a month that was counted",
    "dates-import-confirm": "the form below the preview of a file that was sent",
    "demo-new": "the first page of somebody without an example",
    "favicon": "browsers ask for it by themselves",
    "feed": "calendar programs ask for it: it is shown once, to be copied",
    "feed-code": "the picture beside an address that is shown once",
    "guest": "it is given to somebody outside",
    "guest-link-add": "the page of a post, where a link does not show it yet",
    "guest-picture": "a picture for somebody outside",
    "guest-post": "a page for somebody outside",
    "guest-thumbnail": "a picture for somebody outside",
    "history-why": "the history of a post that was moved or called off without a reason",
    "ical-import-confirm": "the form below the preview of a file that was sent",
    "insight-plan": "the idea bank, while what was heard has become no post",
    "invitation": "it comes by mail",
    "mail-stop": "it comes by mail",
    "mails-again": "the settings, where a mail server refused something",
    "move-preview": "a dragged post asks for it",
    "objective-reopen": "the page of an objective that is closed",
    "post-also": "where the editor goes on to after a post of a series was changed",
    "post-card": "a post that is pointed at asks for it",
    "post-editing": "an open editor tells it from time to time",
    "post-intent": "the button of a finding about intent",
    "post-read-over": "the answer, where two have to approve",
    "post-revision-restore": "the page of a version that is not the present one",
    "prompt-plan": "the idea bank, where a question has no post yet",
    "sessions-end": "the list of sessions, of somebody with several",
    "slots": "a dialog asks for it",
    "slots-restore": "what the withdrawal of slots offers to undo",
    "slots-withdraw": "the calendar, while it holds slots that nobody wrote",
    "tables-columns": "the form below a file that was sent",
    "tables-diff": "the form below a file that was sent",
    "tables-done": "the form below a file that was sent",
    "tables-take": "the form below a file that was sent",
    "waiver-renew": "the check, where something that was set aside has changed",
    "workspace-import-confirm": "the form below the preview of a file that was sent",
}
# What stands on the page of a post depends on its state: so many of them are opened.
POSTS = 6

TAG = re.compile(r"<(a|form|button|input|img)\b([^>]*)>")
ATTRIBUTE = re.compile(r'\b(href|action|formaction|src|method)="([^"]*)"')
ELSEWHERE = ("/static/", "/admin/", "/accounts/")


@dataclass
class Walk:
    """What one person came across: the names of what was opened or offered, and what was wrong on the way.

    Of the pages of one name one is opened; of the calendar, each view; of posts, some.
    """

    client: SiteClient
    offered: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    _opened: set[tuple[str, ...]] = field(default_factory=set)
    _to_open: deque[tuple[str, str]] = field(default_factory=deque)

    def begin(self, url: str) -> "Walk":
        self._meet("the beginning", url, opens=True)
        while self._to_open:
            self._open(*self._to_open.popleft())
        return self

    def _meet(self, origin: str, url: str, *, opens: bool) -> None:
        """Note where `url` leads, and open it later when it is a link to a page unlike those seen before."""
        parts = urlsplit(url)
        if parts.netloc or parts.scheme or not parts.path or parts.path.startswith(ELSEWHERE):
            return
        try:
            name = resolve(parts.path).view_name
        except Resolver404:
            self.wrong.append(f"{origin}: {url} is no address")
            return
        self.offered.setdefault(name, origin)
        kind = (name, *parse_qs(parts.query).get("view", ()))
        if name == "post" and len([one for one in self._opened if one[0] == "post"]) < POSTS:
            kind = (name, parts.path)
        elif name == "post":
            return
        if opens and kind not in self._opened:
            self._opened.add(kind)
            self._to_open.append((origin, url.partition("#")[0]))

    def _open(self, origin: str, url: str) -> None:
        response = self.client.get(url)
        if response.status_code == 302:
            self._meet(url, urljoin(url, response["Location"]), opens=True)
        elif response.status_code != 200:
            self.wrong.append(f"{origin}: {url} answers {response.status_code}")
        elif response["Content-Type"].startswith("text/html"):
            for target, opens in _ways_out(response.content.decode()):
                self._meet(url, urljoin(url, target), opens=opens)


def _ways_out(html: str) -> Iterator[tuple[str, bool]]:
    """Where links and pictures (to be opened) and forms and buttons (to be noted) of a page lead."""
    for tag, text in TAG.findall(html):
        given = {name: unescape(value) for name, value in ATTRIBUTE.findall(text)}
        if tag in {"a", "img"} and (target := given.get("href") or given.get("src")):
            yield target, True
        elif "formaction" in given:
            yield given["formaction"], False
        elif tag == "form" and given.get("action"):
            yield given["action"], given.get("method", "get") == "get"


@pytest.fixture
def filled(world: World) -> User:
    """Who owns a workspace with a row of each kind, and posts in the states on which their pages depend."""
    alice, place = world.people["alice"], world.bakery.workspace
    about = {"channel": world.bakery.channel, "owner": alice, "text": "Warm."}
    with scope(workspace=place):
        make_channel(place, "x")
        Campaign.objects.update(start_on=DAY, end_on=DAY)
        about["campaign"] = Campaign.objects.first()
        series = {"series": world.bakery.series, "series_day": DAY}
        make_post(place, "Of a series", day=DAY, status=Post.Status.DRAFT, **about, **series)
        make_post(place, "Approved", day=DAY, status=Post.Status.APPROVED, **about)
        make_post(place, "Slipped", day=DAY - timedelta(days=6), **about)
        make_saved_view(place, alice, is_shared=True)
    return alice


@pytest.mark.any_engine  # pages lead to the same places on every database
def test_every_address_is_reached_from_the_home_page(filled, today, client_of, client):
    walk, before = Walk(client_of(filled)).begin("/"), Walk(client).begin("/")
    own = {door.name for door in doors() if door.party == "own" and not door.route.startswith("/api/v1/")}
    missed = own - walk.offered.keys() - before.offered.keys()
    assert walk.wrong + before.wrong == []
    assert sorted(missed - NOT_CLICKED.keys()) == []
    assert sorted(NOT_CLICKED.keys() - missed) == [], "a reason that holds no longer"
