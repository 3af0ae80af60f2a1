"""Whatever a file says: it is taken whole or refused, and what was taken comes out and in again the same."""

import json
from contextlib import suppress
from datetime import date
from string import ascii_letters

import pytest
from django.db import connection, transaction
from django.db import models as db
from django_scopes import scope, scopes_disabled
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calendar_app import checker
from calendar_app.exchange import archive, shape
from tests.factories import make_user

KNOWN = archive.known_to_all()
PART = (
    1 if connection.vendor == "sqlite" else 3
)  # what an engine takes and gives back differs by kinds of columns alone
LETTERS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31)).map(date.isoformat)
CLOCKS = st.times().map(lambda one: one.isoformat("minutes"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | LETTERS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(LETTERS, inner, max_size=3),
    max_leaves=8,
)


def value_of(field):
    """Something that a field may hold."""
    if field.choices:
        return st.sampled_from([choice for choice, _label in field.flatchoices])
    if isinstance(field, db.DateTimeField):
        return st.builds("{}T{}:30.25Z".format, DAYS, CLOCKS)
    for kind, values in (
        (db.BooleanField, st.booleans()),
        (db.URLField, st.just("https://example.org/a")),
        (
            db.CharField | db.TextField,
            st.text(ascii_letters + "éà’ \n😀", min_size=1, max_size=12).map(lambda t: f"a{t}"),
        ),
        (db.DecimalField, st.integers(0, 80)),
        (db.IntegerField, st.integers(1, 90)),
        (db.DateField, DAYS),
        (db.TimeField, CLOCKS),
    ):
        if isinstance(field, kind):
            return values
    return st.lists(LETTERS, max_size=3) if field.default is list else st.just({})


APART = {"zone", "fold", "address"}


def row_of(kind, **told):
    """A row of any kind; links to others only as `told`, and no two days, so that none is before another."""
    days = [
        field.name
        for field in kind.fields
        if isinstance(field, db.DateField) and not isinstance(field, db.DateTimeField)
    ]
    needed, free = {}, {}
    for field in kind.fields:
        if field.is_relation or field.name in APART or field.name in told:
            continue
        if not (field.blank or field.null or field.has_default()):
            needed[field.name] = value_of(field)
        elif field.name not in days and field.name not in {"age_min", "age_max"}:
            free[field.name] = value_of(field)
    if {"first_day", "last_day"} <= needed.keys():
        needed |= {"first_day": st.just("2026-06-01"), "last_day": st.just("2026-06-02")}
    return st.fixed_dictionaries({**needed, **told}, optional=free)


PLATFORM = st.sampled_from(sorted(KNOWN.platforms))
SINGLE = {kind.name: row_of(kind) for kind in shape.TOP if kind.single}
PLAIN = ("team", "budget", "actions", "pillars", "campaigns", "closures", "criticism", "partners", "advocates")
PERSON = st.sampled_from(["p-one", "p-two"])


def plans():
    """Workspaces with rows of most kinds, which point at each other."""
    people = [row_of(shape.KINDS["personas"], key=st.just(key)) for key in ("p-one", "p-two")]
    channel = row_of(
        shape.KINDS["channels"], key=st.just("c"), platform=PLATFORM, personas=st.lists(PERSON, unique=True),
        trials=st.lists(row_of(shape.KINDS["trials"]), max_size=1),
        audience=st.lists(row_of(shape.KINDS["audience"]), max_size=3, unique_by=lambda one: one["on"]),
    )  # fmt: skip
    moments = st.one_of(DAYS, st.builds("{}T{}".format, DAYS, CLOCKS), st.none())
    post = row_of(
        shape.KINDS["posts"], channel=st.sampled_from(["c", None]), persona=PERSON, publish_at=moments,
        media=st.lists(row_of(shape.KINDS["media"]), max_size=2),
    )  # fmt: skip
    parts = {
        "personas": st.tuples(*people).map(list),
        "channels": channel.map(lambda one: [one]),
        "posts": st.lists(post, max_size=4),
        **{name: st.lists(row_of(shape.KINDS[name]), max_size=2) for name in PLAIN},
    }
    about = st.fixed_dictionaries({"name": st.text(ascii_letters, min_size=1, max_size=20)})
    return st.fixed_dictionaries({"workspace": about, **parts}, optional=SINGLE)


@pytest.mark.django_db
@settings(max_examples=25 // PART, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_any_workspace_comes_out_as_it_went_in(document):
    with scopes_disabled(), transaction.atomic():
        owner = make_user("lea@example.org")
        first = archive.export(archive.settle(archive.parse(json.dumps(document).encode(), KNOWN), owner))
        again = archive.export(archive.settle(archive.parse(first, KNOWN), owner))
        transaction.set_rollback(True)
    assert again.decode() == first.decode()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_no_plan_makes_the_check_of_a_file_fail_and_it_says_the_same_twice(document):
    found = archive.parse(json.dumps(document).encode(), KNOWN)
    reports = [archive.check(found, date(2026, 6, 10)) for _ in range(2)]
    assert [one.key for one in reports[0].findings] == [one.key for one in reports[1].findings]
    assert [one.message for one in reports[0].findings] == [one.message for one in reports[1].findings]


@settings(max_examples=150, deadline=None)
@given(JSON, st.sampled_from([*shape.KINDS, "workspace", "version"]))
def test_garbage_is_refused_and_nothing_worse(garbage, part):
    for document in (
        garbage,
        {"workspace": {"name": "a"}, part: garbage},
        {"workspace": {"name": "a"}, part: [garbage]},
    ):
        with suppress(archive.Refused):
            archive.parse(json.dumps(document).encode(), KNOWN)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_garbage_in_any_field_is_refused_and_nothing_worse(data):
    kind = data.draw(st.sampled_from(shape.TOP))
    field = data.draw(st.sampled_from([*(one.name for one in kind.fields), "key", "about", "publish_at"]))
    row = {field: data.draw(JSON)}
    document = {"workspace": {"name": "a"}, kind.name: row if kind.single else [row]}
    with suppress(archive.Refused):
        archive.parse(json.dumps(document).encode(), KNOWN)


def said_of(workspace):
    """All that a check says of a workspace, inside its own walls."""
    with scope(workspace=workspace):
        report = checker.check(workspace, date(2026, 6, 10))
    return [(one.key, one.severity, one.message, one.objects) for one in report.findings], report.passed, report.off


@pytest.mark.django_db
@settings(max_examples=12 // PART, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans(), plans())
def test_another_workspace_beside_it_changes_nothing_in_what_is_said_of_one(ours, theirs):
    with scopes_disabled(), transaction.atomic():
        workspace = archive.settle(archive.parse(json.dumps(ours).encode(), KNOWN), make_user("lea@example.org"))
        before = said_of(workspace)
        archive.settle(archive.parse(json.dumps(theirs).encode(), KNOWN), make_user("charlie@example.org"))
        after = said_of(workspace)
        transaction.set_rollback(True)
    assert after == before
