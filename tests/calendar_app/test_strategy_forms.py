"""Every form of the strategy: two clicks away from any page, and what was typed into it survives a mistake."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django_scopes import scope

from smplanner.doors import Door, doors
from tests.conftest import SiteClient
from tests.isolation.forms import Form, forms_of
from tests.isolation.test_matrix import undone
from tests.isolation.world import World, address

PARTS = ("/w/<slug>/strategy/", "/w/<slug>/personas/", "/w/<slug>/welcome/")
# What every page holds, or what nobody types.
NOT_TYPED = {"csrfmiddlewaretoken", "next", "version", "language", "theme"}
DOORS = [door for door in doors() if door.party == "own" and door.route.startswith(PARTS)]


class _Links(HTMLParser):
    """The addresses that the links of a page lead to, and among them those of its navigation."""

    def __init__(self, here: str) -> None:
        super().__init__()
        self.here, self.depth = here, 0
        self.all: set[str] = set()
        self.navigation: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag == "nav"
        if tag == "a" and (href := dict(attrs).get("href")):
            path = urlsplit(urljoin(self.here, href)).path
            self.all.add(path)
            if self.depth:
                self.navigation.add(path)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "nav"


@pytest.fixture
def alice(world: World, client_of) -> SiteClient:
    return client_of(world.people["alice"])


def links_of(client: SiteClient, path: str) -> _Links:
    links, answer = _Links(path), client.get(path)
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
        links.feed(answer.content.decode())
    return links


def form_of(client: SiteClient, path: str) -> Form | None:
    """The form at `path` into which something is typed or chosen."""
    answer = client.get(path)
    is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    found = forms_of(answer.content.decode(), path) if is_page else []
    return next((form for form in found if form.fields.keys() - NOT_TYPED), None)


def statuses(world: World) -> Iterator[str]:
    """The same world with its channel in one status after the other: its forms depend on that."""
    channel = world.bakery.channel
    for status in ("adopted", "testing", "paused", "left"):
        channel.status = status
        channel.save(update_fields=["status"])
        yield status
    with scope(workspace=world.bakery.workspace):
        channel.tests.all().delete()
    channel.status = "testing"
    channel.save(update_fields=["status"])
    yield "on trial, and nothing said of it"


def test_every_form_is_two_clicks_away_from_the_navigation_of_any_page(world, alice):
    # What two pages of different kinds have in common stands on all.
    pages = ("/w/bakery/calendar/", "/w/bakery/feeds/")
    navigation = set.intersection(*(links_of(alice, path).navigation for path in pages))
    near = navigation.union(*(links_of(alice, path).all for path in navigation))
    forms = {door.name for door in DOORS if form_of(alice, address(door, world.bakery, "alice"))}
    reached = {door.name for door in DOORS if address(door, world.bakery, "alice") in near}

    assert "/w/bakery/strategy/channels/" in navigation
    channel_doors = {door.name: address(door, world.bakery) for door in DOORS if door.name.startswith("channel-")}
    for _status in statuses(world):
        near = links_of(alice, "/w/bakery/strategy/channels/").all
        reached |= {name for name, path in channel_doors.items() if path in near}
        forms |= {name for name, path in channel_doors.items() if form_of(alice, path)}

    assert len(forms) >= 40
    talk = {"channel-comment", "persona-comment"}  # below what it is about, on the page of that
    assert sorted(forms - reached - talk) == []


@dataclass
class _Inputs(HTMLParser):
    """What kind of field each name of a page is, and for those that are chosen, what may be chosen."""

    kinds: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    select: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "select":
            self.select = name
        elif tag == "option":
            self.options.setdefault(self.select, []).append(given.get("value", ""))
        if name and tag in {"input", "select", "textarea"}:
            self.kinds[name] = given.get("type", "text") if tag == "input" else tag
            if self.kinds[name] == "checkbox" and not given.get("value"):
                self.kinds[name] = "tick"
            if self.kinds[name] == "radio":
                self.options.setdefault(name, []).append(given.get("value", ""))


TYPED = {"text": "Zq dit « {n} »", "textarea": "Zq dit « {n} »\nRien d’autre", "url": "https://example.org/zq{n}",
         "date": "2026-08-{n:02}", "time": "07:{n:02}", "number": "{n}"}  # fmt: skip
WRONG = {"date": "brioche", "number": "brioche", "time": "brioche", "url": "brioche"}
TOO_LONG = "x" * 20_001


def typed(form: Form, html: str) -> dict[str, list[str]]:
    """What somebody may have typed, ticked and chosen in `form`: something in every field that takes anything."""
    inputs = _Inputs()
    inputs.feed(html)
    sent = dict(form.fields)
    for n, name in enumerate(sent, start=1):
        kind = inputs.kinds.get(name, "hidden")
        if kind in TYPED:
            sent[name] = [TYPED[kind].format(n=1 + n % 27)]
        elif kind == "tick":
            sent[name] = ["on"]
        elif name in inputs.options:
            sent[name] = inputs.options[name][-1:]
    return sent


def mistakes(form: Form, html: str) -> Iterator[tuple[str, str]]:
    """Fields with what no form takes in them: first those that take no words, then words beyond measure."""
    inputs = _Inputs()
    inputs.feed(html)
    names = [name for name in form.fields if name not in NOT_TYPED]
    yield from ((name, WRONG[inputs.kinds[name]]) for name in names if inputs.kinds.get(name) in WRONG)
    yield from ((name, TOO_LONG) for name in names if inputs.kinds.get(name) in {"text", "textarea"})


def lost(sent: dict[str, list[str]], kept: dict[str, list[str]]) -> dict[str, tuple[list[str], list[str] | None]]:
    """The fields that hold something else than what was sent; a box that is ticked has no value to compare."""

    def plain(values: list[str] | None) -> list[str]:
        return [value.replace("\n", "") for value in values or []]

    told = {name: values for name, values in sent.items() if name not in NOT_TYPED}
    return {
        name: (values, kept.get(name))
        for name, values in told.items()
        if plain(kept.get(name)) != (plain(values) if values != ["on"] else [""])
    }


@pytest.mark.any_engine
@pytest.mark.parametrize("door", DOORS, ids=str)
def test_a_form_keeps_what_was_typed_after_an_error(door: Door, world, alice):
    path = address(door, world.bakery, "alice")
    answer = alice.get(path)
    html = answer.content.decode() if answer.headers.get("Content-Type", "").startswith("text/html") else ""
    for form in forms_of(html, path):
        for name, wrong in mistakes(form, html):
            sent = typed(form, html) | {name: [wrong]}
            with undone():
                refused = alice.post(form.path, sent)
            if refused.status_code == 422:
                again = forms_of(refused.content.decode(), form.path)
                assert lost(sent, next(one.fields for one in again if name in one.fields)) == {}
                break
        else:
            assert not any(mistakes(form, html)), "no mistake was refused"
