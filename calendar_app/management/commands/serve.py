"""manage.py serve: bring the installation up to date, then serve it."""

import errno
import fcntl
import hashlib
import logging
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.utils.translation import gettext as _
from django.utils.translation import override
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from smplanner.mail import worker
from smplanner.settings import env_int

from .first_run import terminal_language

THREADS = 8


class PatientArbiter(Arbiter):
    """Ctrl-C lets the requests under way finish, as a polite kill does."""

    def handle_int(self) -> None:
        self.handle_term()


class Site(BaseApplication):
    """The site behind gunicorn, which is configured here and nowhere else."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        return get_wsgi_application()

    def run(self) -> None:
        PatientArbiter(self).run()


class Command(BaseCommand):
    help = "Migrate, collect static files when they changed, make the first account, and serve at HOST:PORT."

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = os.environ.get("HOST", "127.0.0.1"), port_wanted()
        refuse_taken(host, port)
        with one_at_a_time(settings.DATA_DIR / ".starting"):
            self.prepare()
        # A forked worker must not share its parent's connection.
        connections.close_all()
        with override(terminal_language()):
            ready = _("smplanner is at %(address)s  (Ctrl-C stops it)") % {"address": settings.SITE_URL}
        # Django leaves dropping the body of an answer to HEAD to the server; gunicorn would say so each time.
        logging.getLogger("gunicorn.http.wsgi").setLevel(logging.ERROR)
        Site(
            {
                "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
                "worker_class": "gthread",
                "threads": THREADS,
                "workers": workers(),
                "loglevel": "warning",
                "accesslog": None,  # addresses of feeds are secrets
                "control_socket_disable": True,
                "graceful_timeout": 15,
                # Who may speak for a client is decided in one place, TRUSTED_PROXY_COUNT.
                "forwarded_allow_ips": "",
                # A terminal sends Ctrl-C to every process; the arbiter alone decides what follows.
                "post_worker_init": lambda _worker: begin_work(),
                "when_ready": lambda _arbiter: print(f"\n{ready}\n", flush=True),
            }
        ).run()

    def prepare(self) -> None:
        """Bring database and static files up to date. Quick when there is nothing to do."""
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        collect_static()
        call_command("first_run", stdout=self.stdout)


def begin_work() -> None:
    """What a process that answers requests does first: leave Ctrl-C to the arbiter, and look after the outbox."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    worker.begin()


def port_wanted() -> int:
    """The port in PORT. Raises CommandError when that is no number."""
    try:
        return env_int("PORT", 8000)
    except ImproperlyConfigured as problem:
        raise CommandError(f"{problem}.") from None


def workers() -> int:
    """One process on SQLite, whose writers wait for each other; on PostgreSQL as many as WEB_CONCURRENCY says."""
    return 1 if connection.vendor == "sqlite" else env_int("WEB_CONCURRENCY", 2)


def refuse_taken(host: str, port: int) -> None:
    """Raise CommandError with what to do when nothing can listen at `host`:`port`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError:
            raise CommandError(f"PORT={port} is no port: it must lie between 1 and 65535.") from None
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE:
                raise CommandError(
                    f"Port {port} of {host} is taken. Stop what listens there, or choose: make run PORT={port + 1}"
                ) from None
            raise CommandError(f"Cannot listen at {host}:{port}: {problem.strerror}.") from None


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Wait until no other start of this installation is under way on this machine."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def collect_static() -> None:
    """Collect and compress the static files, unless they are as they were the last time."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    now = fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(now)


def fingerprint() -> str:
    """Changes whenever a static file, or the version of what treats it, does."""
    digest = hashlib.sha256((settings.BASE_DIR / "requirements" / "run.txt").read_bytes())
    digest.update((settings.BASE_DIR / "smplanner" / "staticfiles.py").read_bytes())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=itemgetter(0)):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
