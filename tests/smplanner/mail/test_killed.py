"""Workers that are killed at any moment lose no mail, and double at most one each."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from smplanner.mail import outbox
from smplanner.mail.models import Message
from tests.smtp_sink import sink

MAILS, WORKERS, KILLS = 400, 3, 10
LEASE = 4  # seconds; one delivery takes milliseconds here
PATIENCE = 60  # seconds, on a machine that is busy


def database_url() -> str:
    """The address of the database in which this test's rows are."""
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{said['NAME']}"
    where = quote(said["HOST"] or "", safe="")
    who = quote(said["USER"]) + (f":{quote(said['PASSWORD'])}" if said["PASSWORD"] else "")
    return f"postgres://{who}@{where}{':' + str(said['PORT']) if said['PORT'] else ''}/{said['NAME']}"


@pytest.fixture
def start(repository: Path, tmp_path: Path):
    """`start(port)` begins a worker that sends to that port; all of them end with the test."""
    running = []
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "x" * 50,
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_TLS": "0",
        "MAIL_LEASE_SECONDS": str(LEASE),
    }

    def begin(port: int) -> subprocess.Popen:
        command = [sys.executable, "manage.py", "worker", "--pause", "0.3"]
        worker = subprocess.Popen(
            command, cwd=repository, env=environment | {"EMAIL_PORT": str(port)}, stderr=subprocess.DEVNULL
        )
        running.append(worker)
        return worker

    yield begin
    for worker in running:
        worker.kill()
        worker.wait()


@pytest.mark.django_db(transaction=True)
def test_of_four_hundred_mails_all_arrive_though_workers_are_killed_at_random(start):
    keys = [f"killed:{n}" for n in range(MAILS)]
    outbox.put(Message(key=key, kind="due", to="bob@example.org", subject=key, text=key) for key in keys)
    chance, killed = random.Random(7), 0  # noqa: S311 - no secret hangs on it
    with sink() as server:
        workers = [start(server.port) for _ in range(WORKERS)]
        # Between two kills some mail gets through, so that each of them meets a worker that is sending.
        for number in sorted(chance.sample(range(10, MAILS - 40), KILLS)):
            assert server.wait_for(number, PATIENCE)
            threading.Event().wait(chance.uniform(0, 0.02))
            victim = chance.randrange(WORKERS)
            workers[victim].send_signal(signal.SIGKILL)
            assert workers[victim].wait() == -signal.SIGKILL
            killed += 1
            workers[victim] = start(server.port)
        assert server.wait_for(MAILS, PATIENCE)
        assert wait_until_noted(), "what arrived is not noted as sent"

    assert killed == KILLS
    arrived = Counter(mail["Message-ID"] for mail in server.mails)
    assert arrived.keys() == {outbox.message_id(key) for key in keys}
    doubled = sum(number - 1 for number in arrived.values())
    assert doubled <= killed, arrived.most_common(killed)
    assert not Message.objects.filter(given_up_at__isnull=False).exists()


def wait_until_noted() -> bool:
    """Whether the outbox notes all as sent: those that arrived from a worker that died are sent once more."""
    for _ in range(10 * PATIENCE):
        if not Message.objects.filter(sent_at=None).exists():
            return True
        threading.Event().wait(0.1)
    return False
