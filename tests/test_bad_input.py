"""Garbage at every address and in every field: a message or a refusal, and never a broken page."""

from urllib.parse import quote

import pytest
from django.db import connection

from smplanner.doors import Door, doors
from tests.isolation.forms import forms_of
from tests.isolation.test_matrix import undone
from tests.isolation.world import World, address

GARBAGE = {
    "a NUL byte": b"a\x00b",
    "a lone surrogate": b"\xed\xa0\x80",
    "not UTF-8": b"\xff\xfe\xfd",
    "100 kB": b"x" * 100_000,
    "31 February": b"2026-02-31",
    "the year 0": b"0000-00-00",
    "the end of time": b"9999-12-31",
    "a word": b"brioche",
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


@pytest.mark.parametrize("door", TRIED, ids=str)
def test_garbage_breaks_no_page(door, world, client_of):
    client = client_of(world.people["alice"], raise_request_exception=False)
    path, wrong = path_of(door, world), []
    fields = ALWAYS | {name for form in forms_of(_html(client, path), path) for name in form.fields}
    for what, value in GARBAGE.items():
        if connection.vendor != "sqlite" and what not in FOR_DATABASES:
            continue  # forms and views said what they say to it on SQLite
        # A form field of a hundred kilobytes each would be refused as a whole, before any field is looked at.
        pairs = [(name, value) for name in sorted(fields)][: 20 if len(value) > 1000 else None]
        form = "application/x-www-form-urlencoded"
        with undone():
            answers = {"GET": client.get(f"{path}?{encoded(pairs[:1] if len(value) > 1000 else pairs)}")}
            answers["POST"] = client.generic("POST", path, encoded(pairs), content_type=form)
            if what in FOR_SCRIPTS:
                wants = {"accept": "application/json"}
                answers["script"] = client.generic("POST", path, encoded(pairs), content_type=form, headers=wants)
        wrong += [
            f"{method} {path} with {what}: {getattr(answer, 'exc_info', ('',) * 2)[1]!r}"
            for method, answer in answers.items()
            if answer.status_code >= 500
        ]
    assert wrong == []


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
