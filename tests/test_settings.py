"""The settings that the environment makes, each in a process of its own, and our checks of them."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.test import override_settings

from smplanner.checks import is_loopback

READ = (
    "import json, smplanner.settings as s;"
    "print(json.dumps({k: v for k, v in vars(s).items() if k.isupper()}, default=lambda _: None))"
)
OURS = {"PATH", "HOME", "LANG", "TMPDIR"}


@pytest.fixture
def run(tmp_path: Path, repository: Path) -> Callable[..., subprocess.CompletedProcess]:
    """`run(arguments, NAME="value")` runs Python in the checkout, with nothing else in the environment."""

    def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
        kept = {name: value for name, value in os.environ.items() if name in OURS}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=repository,
            env={**kept, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "smplanner.settings", **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return python


@pytest.fixture
def settings_with(run) -> Callable[..., dict[str, Any]]:
    def read(**environment: str) -> dict[str, Any]:
        done = run("-c", READ, **environment)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return read


def test_without_any_environment_the_profile_is_the_production_one_on_this_machine(settings_with, tmp_path):
    made = settings_with()
    assert made["DEBUG"] is False
    assert made["SITE_URL"] == "http://127.0.0.1:8000"
    assert made["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "127.0.0.1", "[::1]"]
    assert made["DATABASES"]["default"]["NAME"] == str(tmp_path / "smplanner.sqlite3")
    assert made["PASSWORD_HASHERS"][0].endswith("Argon2PasswordHasher")
    assert made["OPEN_SIGNUP"] is False


def test_the_secret_key_is_made_once_and_only_its_owner_may_read_it(settings_with, tmp_path):
    first, second = settings_with()["SECRET_KEY"], settings_with()["SECRET_KEY"]
    assert first == second
    assert len(first) > 60
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_sqlite_waits_for_its_turn_and_for_the_disk(settings_with):
    database = settings_with()["DATABASES"]["default"]
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
    assert "synchronous=FULL" in database["OPTIONS"]["init_command"]
    assert database["CONN_MAX_AGE"] is None


# What an engine says of itself when it is as the site needs it.
SAYS = {
    "sqlite": {"PRAGMA journal_mode": "wal", "PRAGMA foreign_keys": 1},
    "postgresql": {"SHOW server_encoding": "UTF8", "SHOW standard_conforming_strings": "on"},
}


def test_the_database_really_is_as_it_was_asked_to_be(db):
    with connection.cursor() as cursor:
        for question, answer in SAYS[connection.vendor].items():
            cursor.execute(question)
            assert cursor.fetchone() == (answer,), question


def test_postgresql_is_one_address_away(settings_with):
    database = settings_with(DATABASE_URL="postgres://anna@db.internal/plan")["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["NAME"]) == ("db.internal", "plan")
    assert database.get("OPTIONS", {}) == {}


def test_https_follows_from_the_address_alone(settings_with):
    made = settings_with(SITE_URL="https://plan.example.org")
    assert made["SECURE_SSL_REDIRECT"] is True
    assert made["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert made["SESSION_COOKIE_SECURE"] is made["CSRF_COOKIE_SECURE"] is made["LANGUAGE_COOKIE_SECURE"] is True
    assert made["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert made["CSRF_TRUSTED_ORIGINS"] == ["https://plan.example.org"]
    assert "SECURE_PROXY_SSL_HEADER" not in made  # nobody is believed to speak for a proxy unless told so


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"SITE_URL": "plan.example.org"}, "SITE_URL must look like"),
        ({"TRUSTED_PROXY_COUNT": "one"}, "TRUSTED_PROXY_COUNT must be a whole number"),
        ({"EMAIL_PORT": "smtp"}, "EMAIL_PORT must be a whole number"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(run, environment, said):
    done = run("-c", READ, **environment)
    assert done.returncode != 0
    assert said in done.stderr


def test_the_production_profile_passes_every_check_of_deployment(run):
    done = run(
        "manage.py", "check", "--deploy", "--fail-level", "WARNING",
        SITE_URL="https://plan.example.org", TRUSTED_PROXY_COUNT="1",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr


@pytest.mark.parametrize(
    ("changed", "ids"),
    [
        ({"ALLOWED_HOSTS": ["*"]}, {"smplanner.E001"}),
        ({"SITE_URL": "http://plan.example.org", "ALLOWED_HOSTS": ["plan.example.org"]}, {"smplanner.W001"}),
        ({"SITE_URL": "https://plan.example.org", "ALLOWED_HOSTS": ["other.example.org"]}, {"smplanner.E002"}),
        ({"ALLAUTH_TRUSTED_PROXY_COUNT": -1}, {"smplanner.E003"}),
        ({"HTTPS": True}, {"smplanner.I001"}),
        ({}, set()),
    ],
)
def test_our_checks_find_what_they_look_for(changed, ids):
    with override_settings(**changed):
        found = {message.id for message in run_checks(tags=["security"], include_deployment_checks=True)}
    assert {one for one in found if one.startswith("smplanner.")} - {"smplanner.I002"} == ids


def test_only_this_machine_is_loopback():
    assert [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "plan.localhost")] == [True] * 4
    assert [is_loopback(host) for host in ("192.168.1.2", "plan.example.org", "localhost.example.org")] == [False] * 3
