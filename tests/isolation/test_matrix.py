"""Every view × every method × everybody who might knock, against what the view says of itself and the role table.

No view is named here: one that is added later is tried like the others, and one that says nothing of itself is red.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.http import HttpResponse
from pytest_django.plugin import DjangoDbBlocker

from smplanner.doors import FOREIGN, Door, doors
from smplanner.workspaces.roles import may
from tests.conftest import SiteClient
from tests.isolation.database import crossings, digest, rows_of, tenant_models, written
from tests.isolation.world import BAKERY, MUSEUM, NOBODY_S, TOKEN_OF, World, address

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
SAFE = {"GET", "HEAD"}
# Enough to knock at what other people wrote: nobody, somebody of no workspace, and who may do all in one.
VISITORS = ("anonymous", "gina", "alice")
PEOPLE = ("anonymous", "client link", "charlie", "gina", "dora", "erin", "bob", "frank", "alice")
if connection.vendor != "sqlite":
    # Who is let in is decided before an engine is asked, and all were tried on SQLite. What another engine may do
    # differently is answer: to somebody else, to somebody who may only look, and to who may do all.
    METHODS, VISITORS, PEOPLE = ("GET", "POST"), ("alice",), ("charlie", "dora", "alice")
LOGIN = "/accounts/login/"

OWN = [door for door in doors() if door.party == "own"]
ADMIN = [door for door in doors() if door.party == "admin"]
ALLAUTH = [door for door in doors() if door.party == "allauth"]


def named(door: Door) -> str:
    return door.name


@contextmanager
def undone() -> Iterator[None]:
    """Whatever the block writes is taken back, so that each knock finds the same house."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def knock(cookies: SimpleCookie, method: str, path: str) -> HttpResponse:
    """One request of a browser that has these cookies, and forgets those it is given."""
    client = SiteClient()
    client.cookies = SimpleCookie({name: morsel.value for name, morsel in cookies.items()})
    return getattr(client, method.lower())(path)


@pytest.fixture(scope="module")
def _sessions(_standing_world: World, django_db_blocker: DjangoDbBlocker) -> dict[str, SimpleCookie]:
    """Who has signed in, for all tests of this module."""
    found = {}
    with django_db_blocker.unblock():
        for person, user in _standing_world.people.items():
            client = SiteClient()
            if user:
                client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
            elif person == "client link":
                link, post = _standing_world.bakery.guest_link, _standing_world.bakery.post
                said = {"name": "Claire", "text": f"{BAKERY} word", "act": "comment", "version": post.version}
                assert client.post(f"/g/{link.token}/posts/{post.pk}/", said).status_code == 302
            found[person] = client.cookies
    return found


@pytest.fixture
def cookies_of(_sessions: dict[str, SimpleCookie], world: World) -> Callable[[str], SimpleCookie]:
    """What the browser of somebody of this world holds, by name."""
    return _sessions.__getitem__


def shown(response: HttpResponse) -> str:
    """Everything that an answer tells: headers, body, and the messages kept for the next page."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    kept = [str(message) for message in get_messages(response.wsgi_request)]
    return f"{dict(response.headers)} {body.decode('utf-8', 'replace')} {kept}"


def verdict(door: Door, person: str, world: World) -> str:
    """What the published table says of `person` at `door`: "in", "login", "hidden" (404) or "forbidden" (403)."""
    kind = door.access.kind
    if kind in {"public", "secret"}:
        return "in"
    if kind == "token":  # a browser has none, and its cookie counts for nothing there
        return "login"
    if person in {"anonymous", "client link"}:
        return "login"
    if kind == "signed-in":
        return "in"
    role = world.role_of.get(person)
    if role is None:
        return "hidden"
    return "in" if may(role, door.access.action) else "forbidden"


def fits(verdict: str, response: HttpResponse) -> bool:
    status = response.status_code
    if verdict == "login":
        return status in {401, 404} or (status == 302 and response["Location"].startswith(LOGIN))
    if verdict == "hidden":
        return status == 404
    if verdict == "forbidden":
        return status == 403
    to_login = status == 302 and response["Location"].startswith(LOGIN)
    return status < 500 and status not in {401, 403, 404} and not to_login


@pytest.mark.parametrize("door", OWN, ids=named)
def test_each_view_says_who_may_open_it(door):
    assert door.access is not None, (
        f"{door.route}: decorate {door.view.__name__} with one of smplanner/workspaces/access.py"
    )
    assert ("slug" in door.kwargs) == (door.access.kind == "workspace")


@pytest.mark.any_engine  # doors are kept by Python; the walls in the queries are tried below, on every database
@pytest.mark.parametrize("door", OWN, ids=named)
def test_each_view_lets_in_whom_the_table_names_and_nobody_else(door, world, cookies_of, record_property):
    wrong, tried = [], 0
    before = digest()
    for person in PEOPLE:
        cookies = cookies_of(person)
        expected = verdict(door, person, world)
        # Whoever holds a secret address may read it: Charlie is given his own.
        side = world.museum if person == "charlie" and "token" in door.kwargs else world.bakery
        for method in METHODS:
            tried += 1
            with undone(), written() as statements:
                response = knock(cookies, method, address(door, side, person))
                where = f"{person} {method} {door.route}: {response.status_code}"
                if not fits(expected, response):
                    wrong.append(f"{where}, expected {expected}")
                if (expected != "in" or method in SAFE) and statements and digest() != before:
                    wrong.append(f"{where}, and the database changed")
                if (MUSEUM if person != "charlie" else BAKERY) in shown(response):
                    wrong.append(f"{where}, and it shows what belongs to others")
    record_property("combinations", tried)
    assert wrong == []


@pytest.mark.parametrize("door", [door for door in OWN if door.kwargs and door.access], ids=named)
def test_ids_of_another_workspace_lead_nowhere(door, world, cookies_of, record_property):
    if door.access.kind != "workspace" or door.kwargs == ("slug",):
        return
    if set(door.kwargs) <= {"slug", *NOBODY_S}:  # below one's own slug there is no id that could be another's
        return
    alice = cookies_of("alice")
    before, wrong, answers = digest(), [], set()
    paths = {
        "their ids below our slug": address(door, world.museum, slug="bakery"),
        "our ids below their slug": address(door, world.bakery, slug="museum"),
    }
    for what, path in paths.items():
        for method in METHODS:
            with undone(), written() as statements:
                response = knock(alice, method, path)
                answers.add(response.status_code)
                changed = statements and digest() != before
                if response.status_code not in {404, 405} or changed or MUSEUM in shown(response):
                    wrong.append(f"{method} {path} ({what}): {response.status_code}")
    record_property("combinations", len(METHODS) * len(paths))
    assert wrong == []
    assert 404 in answers


@pytest.mark.parametrize("door", [door for door in OWN if "token" in door.kwargs], ids=named)
def test_a_secret_that_is_nobody_s_opens_nothing(door, world, client):
    right = address(door, world.bakery)
    wrong = right.replace(world.bakery.rows[TOKEN_OF[door.name]].token, "spl_" + "A" * 43)
    assert client.get(right).status_code == 200
    assert client.get(wrong).status_code == 404


@pytest.mark.parametrize(
    "door", [door for door in OWN if {"feed_id", "view_id", "token_id", "session_id"} & {*door.kwargs}], ids=named
)
def test_a_colleague_s_own_rows_are_not_found_either(door, world, client_of):
    with undone():
        assert client_of(world.people["alice"]).post(address(door, world.bakery, "dora")).status_code == 404


@pytest.mark.parametrize("door", ADMIN, ids=named)
def test_the_admin_opens_to_site_staff_only(door, world, cookies_of, record_property):
    path = door.route
    for name in door.kwargs:
        path = path.replace(f"<{name}>", "workspaces" if name == "app_label" else "1")
    before, wrong = digest(), []
    for person in VISITORS:
        cookies = cookies_of(person)
        for method in ("GET", "POST"):
            with undone(), written() as statements:
                response = knock(cookies, method, path)
                changed = statements and digest() != before
                if response.status_code == 200 and door.name not in {"admin:jsi18n", "admin:logout"}:
                    wrong.append(f"{person} {method} {path}: 200")
                if response.status_code >= 500 or MUSEUM in shown(response) or changed:
                    wrong.append(f"{person} {method} {path}: {response.status_code}, something came through")
    record_property("combinations", len(VISITORS) * 2)
    assert wrong == []


@pytest.mark.parametrize("door", ALLAUTH, ids=named)
def test_account_pages_tell_nobody_of_others(door, world, cookies_of, record_property):
    path = door.route
    for name in door.kwargs:
        path = path.replace(f"<{name}>", "1")
    wrong = []
    for person in VISITORS:
        cookies = cookies_of(person)
        for method in ("GET", "POST"):
            with undone():
                response = knock(cookies, method, path)
                if response.status_code >= 500 or MUSEUM in shown(response):
                    wrong.append(f"{person} {method} {path}: {response.status_code}")
    record_property("combinations", len(VISITORS) * 2)
    assert wrong == []


def test_nothing_is_exempt_from_the_token_against_forged_forms():
    browsers = [door for door in OWN if door.access.kind != "token"]  # no foreign page can send that header
    exempt = [door.name for door in browsers if getattr(door.view, "csrf_exempt", False)]
    # A feed can only be read, and says so; the other address is a secret by which mail programs stop one kind of mail.
    assert exempt == ["feed", "mail-stop"]


def test_what_is_written_is_noticed(world):
    with undone(), written() as statements:
        before = digest()
        assert statements == []
        world.people["bob"].save()
        world.bakery.workspace.delete()
        assert {statement.split()[0] for statement in statements} >= {"UPDATE", "DELETE"}
        assert digest() != before


def test_every_party_is_known():
    assert {door.party for door in doors()} == {"own", *FOREIGN}


def test_both_workspaces_have_a_row_of_every_kind(world):
    for side in (world.bakery, world.museum):
        rows = rows_of(side.workspace.pk)
        missing = [model._meta.label for model in tenant_models() if not rows[model._meta.db_table]]
        assert missing == [], "make one in tests/isolation/world.py"


def test_the_world_itself_crosses_no_wall(world):
    assert list(crossings()) == []


def test_who_is_deactivated_is_out_at_once(world, client_of: Callable[..., SiteClient]):
    bob = client_of(world.people["bob"])
    assert bob.get("/w/bakery/calendar/").status_code == 200
    world.people["bob"].is_active = False
    world.people["bob"].save()
    assert bob.get("/w/bakery/calendar/").status_code in {302, 404}
