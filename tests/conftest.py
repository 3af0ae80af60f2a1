"""The cast, and the ground that every test stands on.

Alice owns the bakery's workspace and Bob edits there; Dora looks, Erin contributes, Frank approves, and Gina has left.
Charlie runs the museum's workspace and must never see anything of the bakery's.
"""

import gc
import os
import pickle
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import hypothesis
import pytest
from django.conf import settings as site_settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.signals import setting_changed
from django.db import connection, connections, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from django.test.utils import override_settings
from django.utils import timezone, translation
from django_scopes import scope, scopes_disabled
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from smplanner.workspaces.models import User, Workspace
from smplanner.workspaces.roles import Role
from tests.factories import make_membership, make_user, make_workspace

if TYPE_CHECKING:
    from tests.isolation.world import World


class SiteClient(Client):
    """A client whose requests meet the wall between workspaces, which test bodies are free of.

    Its middleware is loaded once and shared, because WhiteNoise reads all static files to begin with; it is loaded
    again after a setting changed.
    """

    _loaded: ClassVar[dict[bool, ClientHandler]] = {}

    @classmethod
    def forget(cls, **_: object) -> None:
        cls._loaded.clear()

    def request(self, **request: object) -> HttpResponse:
        strict = self.handler.enforce_csrf_checks
        self.handler = self._loaded.get(strict) or self._loaded.setdefault(strict, ClientHandler(strict))
        with scope():
            return super().request(**request)


setting_changed.connect(SiteClient.forget)


# Whoever runs pytest by hand looks for new counter-examples each time. `make test` tries the same ones every time, so
# that nobody's change is red for what somebody else wrote.
hypothesis.settings.register_profile("settled", derandomize=True, deadline=None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="leave out the tests to which any engine is the same: those that touch no database, or say so of themselves",
    )


def pytest_collection_finish() -> None:
    """What importing everything made stays for ever: the garbage collector need not walk through it, nor often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def _hangs_on_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("any_engine"):
        return False
    asked = {"db", "transactional_db", "django_db_setup", "live_server"}
    return bool(item.get_closest_marker("django_db") or asked & set(getattr(item, "fixturenames", asked)))


# Where a run leaves the migrated SQLite database for the runs after it; scripts/test.sh has three of them.
MIGRATED = Path(os.environ["MIGRATED_DATABASE"]) if "MIGRATED_DATABASE" in os.environ else None


def _is_migrated() -> bool:
    """Whether an earlier run left such a database for this one."""
    return bool(MIGRATED and MIGRATED.exists()) and connection.vendor == "sqlite"


class Beginning:
    """What migrations put into the database. SQLite copies it page by page, a hundred times as fast as row by row."""

    _kept: ClassVar[sqlite3.Connection | str]

    @classmethod
    def keep(cls) -> None:
        if connection.vendor == "sqlite":
            cls._kept = sqlite3.connect(":memory:", check_same_thread=False)
            connection.ensure_connection()
            connection.connection.backup(cls._kept)
            cls._leave()
        else:
            cls._kept = connection.creation.serialize_db_to_string()
        # Django's own way of giving back is told of no row, and asks for none to be made after it emptied the tables.
        connection._test_serialized_contents = "[]"

    @classmethod
    def _leave(cls) -> None:
        """Leave the migrated database to later runs: whole at once, whoever else may be about to do the same."""
        if MIGRATED and not MIGRATED.exists():
            draft = MIGRATED.with_suffix(f".{os.getpid()}")
            copy = sqlite3.connect(draft)
            cls._kept.backup(copy)
            copy.close()
            draft.replace(MIGRATED)

    @classmethod
    def forget(cls) -> None:
        if isinstance(cls._kept, sqlite3.Connection):
            cls._kept.close()

    @classmethod
    def give_back(cls) -> None:
        if isinstance(cls._kept, str):
            connection.creation.deserialize_db_from_string(cls._kept)
        else:
            connection.ensure_connection()
            cls._kept.backup(connection.connection)
        connection.close()
        ContentType.objects.clear_cache()


# --- Ground --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On SQLite, a database in a file, as in production; only the waiting for the disk is left out."""
    database = connections["default"].settings_dict
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        options = database["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
        if _is_migrated():
            shutil.copy(MIGRATED, database["TEST"]["NAME"])


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """A copy of a migrated database is built upon; should a migration be missing in it, that one is run."""
    return django_db_keepdb or _is_migrated()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_modify_db_settings: None,
    django_db_keepdb: bool,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Keep what migrations put into the database, to give it back after tests that empty it."""
    with django_db_blocker.unblock():
        Beginning.keep()
    yield
    Beginning.forget()


@pytest.fixture(scope="session", autouse=True)
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The real settings, but for a quick password hash, and static files collected into a folder of the run's own."""
    static_root = tmp_path_factory.mktemp("static")
    media_root = tmp_path_factory.mktemp("media")
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STATIC_ROOT=str(static_root),
        MEDIA_ROOT=str(media_root),
        STORAGES={
            **site_settings.STORAGES,
            "staticfiles": {"BACKEND": "tests.static_storage.UncompressedStaticStorage"},
        },
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield
    shutil.rmtree(static_root, ignore_errors=True)
    shutil.rmtree(media_root, ignore_errors=True)


@pytest.fixture(autouse=True)
def outside_any_workspace() -> Iterator[None]:
    """Test bodies look at every workspace's rows, and each begins in the default language."""
    with scopes_disabled():
        yield
    translation.deactivate()


# What takes longest begins first, so that no worker waits at the end for the other.
LONGEST = {
    "test_a_museums_strategy_is_planned_from_the_home_page_to_the_printed_document",
    "test_any_workspace_comes_out_as_it_went_in",
    "test_every_address_is_reached_from_the_home_page",
    "test_no_form_takes_a_row_of_another_workspace",
    "test_no_screen_has_a_fault",
    "test_no_screen_of_a_team_has_a_fault",
    "test_no_screen_of_the_strategy_has_a_fault",
    "test_nothing_is_answered_that_the_schema_does_not_tell",
    "test_ten_thousand_posts_are_read",
    "test_the_catalogues_migration_goes_back_and_forth",
    "test_the_real_server_starts_serves_and_stops_at_ctrl_c_twice",
}


def _is_transactional(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    return "transactional_db" in fixtures or bool(marker and marker.kwargs.get("transaction"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: getattr(item, "originalname", "") not in LONGEST)
    if config.getoption("--database-only"):
        config.hook.pytest_deselected(items=[item for item in items if not _hangs_on_the_database(item)])
        items[:] = filter(_hangs_on_the_database, items)
    for item in items:
        if _is_transactional(item):
            item.fixturenames.append("django_db_serialized_rollback")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test with real transactions ends by emptying every table: give back what migrations had put there."""
    yield
    if nextitem is not None and _is_transactional(item):
        with item.config.stash[blocking_manager_key].unblock():
            Beginning.give_back()


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """Wednesday 10 June 2026, and the site's clock stands at ten in the morning of that day in Paris."""
    now = datetime(2026, 6, 10, 8, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now.date()


# --- The cast ------------------------------------------------------------------------------------------------------


@pytest.fixture
def bakery(db: None) -> Workspace:
    return make_workspace("Bakery")


@pytest.fixture
def museum(db: None) -> Workspace:
    return make_workspace("Museum")


def _member(name: str, workspace: Workspace, role: Role) -> User:
    user = make_user(f"{name}@example.org")
    make_membership(user, workspace, role)
    return user


@pytest.fixture
def alice(bakery: Workspace) -> User:
    """Administers the bakery's workspace."""
    return _member("alice", bakery, Role.ADMIN)


@pytest.fixture
def bob(bakery: Workspace) -> User:
    """Edits in the bakery's workspace."""
    return _member("bob", bakery, Role.EDITOR)


@pytest.fixture
def charlie(museum: Workspace) -> User:
    """A stranger to the bakery, who administers the museum's workspace."""
    return _member("charlie", museum, Role.ADMIN)


@pytest.fixture
def dora(bakery: Workspace) -> User:
    """Looks at the bakery's workspace."""
    return _member("dora", bakery, Role.VIEWER)


@pytest.fixture
def erin(bakery: Workspace) -> User:
    """Contributes to the bakery's workspace."""
    return _member("erin", bakery, Role.CONTRIBUTOR)


@pytest.fixture
def frank(bakery: Workspace) -> User:
    """Approves in the bakery's workspace."""
    return _member("frank", bakery, Role.APPROVER)


@pytest.fixture
def gina(bakery: Workspace) -> User:
    """Edited in the bakery's workspace once, and was removed from it."""
    user = _member("gina", bakery, Role.EDITOR)
    user.memberships.all().delete()
    return user


@pytest.fixture(scope="module")
def _standing_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> "Iterator[World]":
    """The world of tests/isolation, built once for a module's tests, which each undo what they do to it."""
    from tests.isolation.world import build_world

    around = transaction.atomic()
    with django_db_blocker.unblock(), scopes_disabled():
        around.__enter__()
        built = build_world()
    yield built
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(scope="module")
def _packed_world(_standing_world: "World") -> bytes:
    """The standing world, to be unpacked for each test: some times faster than a deep copy."""
    return pickle.dumps(_standing_world)


@pytest.fixture
def world(_packed_world: bytes, db: None, monkeypatch: pytest.MonkeyPatch) -> "World":
    """Two workspaces with a row of every kind, and everybody who might knock: a copy to change at will.

    Thousands of requests are made in it, of which nobody looks at the templates' contexts: they are not kept.
    """
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)
    return pickle.loads(_packed_world)  # noqa: S301 - packed just before, by this very process


@pytest.fixture
def client() -> SiteClient:
    """Someone who has not signed in."""
    return SiteClient()


@pytest.fixture
def client_of() -> Callable[..., SiteClient]:
    """`client_of(alice)` is a browser in which Alice has signed in; options are those of Django's test client."""

    def signed_in(user: User, **options: Any) -> SiteClient:
        client = SiteClient(**options)
        client.force_login(user, backend=site_settings.AUTHENTICATION_BACKENDS[0])
        return client

    return signed_in


@pytest.fixture
def repository() -> Path:
    """The folder of the checkout."""
    return Path(__file__).resolve().parent.parent


# --- At the end ----------------------------------------------------------------------------------------------------


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many combinations of person, method and address the isolation matrix tried."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    tried = sum(value for report in reports for name, value in report.user_properties if name == "combinations")
    if tried:
        terminalreporter.write_line(f"isolation matrix: {tried} combinations of person, method and address")
