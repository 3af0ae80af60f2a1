"""make run: what a first start makes, what a second leaves alone, and what is said when it cannot start."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen  # noqa: TID251 - a test calls our own server

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.core.management.base import CommandError

from calendar_app.management.commands import first_run, serve
from smplanner.workspaces.models import User, Workspace


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """Run the first-run command and return what it printed."""
    monkeypatch.setenv("LANG", "C.UTF-8")

    def run() -> str:
        call_command("first_run")
        return capsys.readouterr().out

    return run


def test_the_first_start_makes_an_administrator_who_can_sign_in(db, said, client, monkeypatch):
    monkeypatch.setenv("DEMO", "0")
    email, password = re.findall(r"(?:e-mail|password)\s+(\S+)", said())[:2]
    user = User.objects.get()
    assert (user.email, user.is_superuser, user.is_staff) == (email, True, True)
    assert EmailAddress.objects.get(user=user).verified
    response = client.post("/accounts/login/", {"login": email, "password": password})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert not Workspace.objects.exists()


def test_the_first_start_brings_the_example_with_it(db, said):
    said()
    assert Workspace.objects.get().is_demo
    assert User.objects.get().memberships.get().role == "admin"


def test_the_second_start_changes_and_says_nothing(db, said, monkeypatch):
    monkeypatch.setenv("DEMO", "0")
    said()
    before = User.objects.get().password
    assert said() == ""
    assert User.objects.get().password == before


def test_the_administrator_s_address_can_be_chosen_and_must_be_one(db, said, monkeypatch):
    monkeypatch.setenv("DEMO", "0")
    monkeypatch.setenv("ADMIN_EMAIL", "nobody")
    with pytest.raises(CommandError, match="ADMIN_EMAIL='nobody' is not an e-mail address"):
        said()
    monkeypatch.setenv("ADMIN_EMAIL", "Lucie@Example.org")
    assert "lucie@example.org" in said()


def test_each_password_is_another_one_and_long():
    made = {first_run.new_password() for _ in range(50)}
    assert len(made) == 50
    assert {len(password) for password in made} == {19}


@pytest.mark.parametrize(
    ("locale", "language"), [("fr_FR.UTF-8", "fr"), ("en_US.UTF-8", "en"), ("C", "en"), ("", "en")]
)
def test_the_terminal_is_spoken_to_in_its_own_language(monkeypatch, locale, language):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    assert first_run.terminal_language() == language


def test_a_taken_port_is_named_with_another_to_try():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} of 127.0.0.1 is taken.*PORT={port + 1}"):
            serve.refuse_taken("127.0.0.1", port)


def test_a_port_that_is_none_is_refused(monkeypatch):
    with pytest.raises(CommandError, match="no port"):
        serve.refuse_taken("127.0.0.1", 70_000)
    monkeypatch.setenv("PORT", "http")
    with pytest.raises(CommandError, match="PORT must be a whole number"):
        serve.port_wanted()


@pytest.fixture
def start(tmp_path: Path, repository: Path) -> Iterator[Callable[[], tuple[subprocess.Popen, str]]]:
    """Start the real server on a data folder of its own; returns the process and its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment |= {"DATA_DIR": str(tmp_path), "PORT": str(port), "DEMO": "0", "LANG": "C.UTF-8"}
    running: list[subprocess.Popen] = []

    def run() -> tuple[subprocess.Popen, str]:
        command = [sys.executable, "manage.py", "serve"]
        process = subprocess.Popen(command, cwd=repository, env=environment, stdout=subprocess.PIPE, text=True)
        running.append(process)
        address = f"http://127.0.0.1:{port}/accounts/login/"
        for _ in range(600):
            try:
                urlopen(address, timeout=5).close()
            except (URLError, ConnectionError):
                assert process.poll() is None, process.communicate()
                time.sleep(0.1)
            else:
                return process, address
        raise AssertionError("no answer within a minute")

    yield run
    for process in running:
        process.kill()
        process.communicate()


def test_the_real_server_starts_serves_and_stops_at_ctrl_c_twice(start):
    for visit in ("first", "second"):
        process, _address = start()
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=20)
        assert process.returncode == 0
        assert ("password" in output) == (visit == "first")
        assert "smplanner is at http://127.0.0.1:" in output
