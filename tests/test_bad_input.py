"""Garbage at every address and in every field: a message or a refusal, and never a broken page."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.core.handlers.base import BaseHandler
from django.db import connection
from django.http import HttpRequest, QueryDict
from django.urls import ResolverMatch

from smplanner.doors import Door, doors
from tests.isolation.forms import forms_of
from tests.isolation.test_matrix import undone
from tests.isolation.world import World, address

HARMLESS = "a word"
GARBAGE = {
    HARMLESS: b"brioche",
    "a NUL byte": b"a\x00b",
    "a lone surrogate": b"\xed\xa0\x80",
    "not UTF-8": b"\xff\xfe\xfd",
    "100 kB": b"x" * 100_000,
    "31 February": b"2026-02-31",
    "the year 0": b"0000-00-00",
    "the end of time": b"9999-12-31",
    "a negative number": b"-1",
    "a number beyond all columns": b"9" * 30,
    "not a number": b"NaN",
    "infinity": b"1e999",
    "JSON": b'[{"a": null}]',
    "a superscript digit": "²".encode(),
    "text turned around": "\u202egnp.exe".encode(),
}
FOR_SCRIPTS = {"a NUL byte", "31 February", "a number beyond all columns"}  # answered by other code than forms are
# What a database may refuse that the form let through: each engine its own.
FOR_DATABASES = {
    *("a NUL byte", "a lone surrogate", "the year 0", "the end of time", "a negative number"),
    *("a number beyond all columns", "100 kB"),
}
# Fields that no page of ours offers in a form, but that addresses and scripts send.
ALWAYS = {
    "day", "month", "date", "time", "view", "q", "channel", "persona", "pillar", "status", "next", "version", "page",
    "local_date", "local_time", "ref_kind", "ref_id", "rule", "slug", "until", "language", "theme", "role", "email",
    "colour",
}  # fmt: skip
TRIED = [door for door in doors() if door.party != "admin"]


def encoded(pairs: list[tuple[str, bytes]]) -> str:
    return "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs)


def path_of(door: Door, world: World) -> str:
    if door.party == "own":
        return address(door, world.bakery, "alice")
    path = door.route
    for name in door.kwargs:
        path = path.replace(f"<{name}>", "1-2")
    return path


class Watched(QueryDict):
    """What a request sends, and whether the code behind it looked at any of it."""

    looked_at: set[str] = set()  # by all of them together

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        before = set(Watched.looked_at)
        super().__init__(*args, **kwargs)
        Watched.looked_at.intersection_update(before)

    def __getitem__(self, key: str) -> Any:
        Watched.looked_at.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        Watched.looked_at.add(str(key))
        return super().__contains__(key)

    def _getlist(self, key: str, *args: Any, **kwargs: Any) -> Any:
        Watched.looked_at.add(key)
        return super()._getlist(key, *args, **kwargs)

    def __iter__(self) -> Iterator[Any]:
        Watched.looked_at.update(super().keys())
        return super().__iter__()

    def __len__(self) -> int:
        Watched.looked_at.update(super().keys())
        return super().__len__()

    def keys(self) -> Any:
        Watched.looked_at.update(super().keys())
        return super().keys()

    def items(self) -> Any:
        Watched.looked_at.update(super().keys())
        return super().items()

    def values(self) -> Any:
        Watched.looked_at.update(super().keys())
        return super().values()

    def lists(self) -> Any:
        Watched.looked_at.update(super().keys())
        return super().lists()


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names that a view looked up in what was sent; middleware looks at the same on every page."""

    def resolve(handler: BaseHandler, request: HttpRequest) -> ResolverMatch:
        Watched.looked_at.clear()
        return as_it_is(handler, request)

    as_it_is = BaseHandler.resolve_request
    monkeypatch.setattr(BaseHandler, "resolve_request", resolve)
    monkeypatch.setattr("django.core.handlers.wsgi.QueryDict", Watched)
    monkeypatch.setattr("django.http.request.QueryDict", Watched)
    Watched.looked_at.clear()
    return Watched.looked_at


@pytest.mark.parametrize("door", TRIED, ids=str)
def test_garbage_breaks_no_page(door, world, client_of, looked_at):
    client = client_of(world.people["alice"], raise_request_exception=False)
    path, wrong = path_of(door, world), []
    fields = ALWAYS | {name for form in forms_of(_html(client, path), path) for name in form.fields}
    deaf: set[str] = set()  # the ways to ask that look at nothing that is sent: other garbage is the same to them
    for what, value in GARBAGE.items():
        if connection.vendor != "sqlite" and what not in FOR_DATABASES | {HARMLESS}:
            continue  # forms and views said what they say to it on SQLite
        for way in {"GET", "POST", *(["script"] if what in FOR_SCRIPTS else [])} - deaf:
            looked_at.clear()
            with undone():
                answer = _sent(client, way, path, [(name, value) for name in sorted(fields)])
            if what == HARMLESS and not looked_at & fields:
                deaf.add(way)
            if answer.status_code >= 500:
                wrong.append(f"{way} {path} with {what}: {getattr(answer, 'exc_info', ('',) * 2)[1]!r}")
    assert wrong == []


def _sent(client, way: str, path: str, pairs: list[tuple[str, bytes]]):
    """Send these fields in the address ("GET"), as a form does ("POST"), or as our own scripts do ("script")."""
    is_long = len(pairs[0][1]) > 1000
    if way == "GET":
        return client.get(f"{path}?{encoded(pairs[:1] if is_long else pairs)}")
    # A form field of a hundred kilobytes each would be refused as a whole, before any field is looked at.
    body = encoded(pairs[:20] if is_long else pairs)
    headers = {"accept": "application/json"} if way == "script" else {}
    return client.generic("POST", path, body, content_type="application/x-www-form-urlencoded", headers=headers)


def _html(client, path: str) -> str:
    response = client.get(path)
    is_page = response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")
    return response.content.decode() if is_page else ""


@pytest.mark.parametrize("door", [door for door in TRIED if set(door.kwargs) - {"slug"}], ids=str)
def test_garbage_in_an_address_is_not_found(door, world, client_of):
    client, wrong = client_of(world.people["alice"], raise_request_exception=False), []
    for garbage in ("%00", "%ED%A0%80", "%FF", "0", "9" * 30, "-1", "a" * 5000, "..%2F..%2Fetc"):
        path = door.route
        for name in door.kwargs:
            path = path.replace(f"<{name}>", "bakery" if name == "slug" else garbage)
        with undone():
            wrong += [
                f"{method} {path[:100]}: {answer.status_code}"
                for method, answer in {"GET": client.get(path), "POST": client.post(path)}.items()
                if answer.status_code >= 500
            ]
    assert wrong == []


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("{", "application/json"),
        ("[1, 2]", "application/json"),
        ("--x\r\nContent-Disposition: form-data\r\n\r\n", "multipart/form-data; boundary=x"),
        ("a=1", "multipart/form-data"),
        ("&".join(f"f{n}=1" for n in range(3000)), "application/x-www-form-urlencoded"),
        ("title=x", "application/x-www-form-urlencoded; charset=nonsense"),
    ],
)
def test_a_body_that_is_no_form_breaks_nothing(body, content_type, world, client_of):
    client = client_of(world.people["alice"], raise_request_exception=False)
    for path in ("/w/bakery/posts/new/", "/w/bakery/personas/new/", "/accounts/login/", "/language/"):
        with undone():
            assert client.generic("POST", path, body, content_type=content_type).status_code < 500
