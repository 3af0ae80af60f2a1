"""manage.py worker: send what lies in the outbox, apart from the server."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from smplanner.mail import worker


class Command(BaseCommand):
    help = "Send the mail that lies in the outbox, and write the reminders that are due, until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Look once, say how many were sent, and end.")
        parser.add_argument("--pause", type=float, default=worker.TICK, help="Seconds between two looks.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(str(worker.tick()))
            return
        stop = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stop.set())
        worker.work(stop, options["pause"])
