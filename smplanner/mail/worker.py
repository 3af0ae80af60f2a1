"""Whoever sends what lies in the outbox: a thread of the server, or `manage.py worker`."""

import logging
import threading
from time import monotonic

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from . import outbox

log = logging.getLogger(__name__)

TICK = 20.0  # seconds between two looks
NAP = 0.5  # seconds between two thoughts of looking


def tick(*, sends: bool = True) -> int:
    """Do what is due, write what is to be told now, and send all that waits; how many messages were sent.

    One task that fails is logged and holds back nothing else.

    Without a mail server that `sends`, only what is due is done.
    """
    for task in [*outbox.chores, *(outbox.watches if sends else [])]:
        try:
            task(timezone.now())
        except Exception:
            log.exception("%s.%s failed; the rest goes on", task.__module__, task.__qualname__)
    outbox.nudge.clear()  # what the tasks wrote is sent right here: that is no reason to look again at once
    if not sends:
        return 0
    sent = 0
    while (message := outbox.claim(timezone.now())) is not None:
        sent += outbox.send(message, timezone.now())
    return sent


def work(stop: threading.Event, pause: float = TICK, *, sends: bool = True) -> None:
    """Tick until `stop` is set. A failure is logged, and the next tick tries again."""
    while not stop.is_set():
        close_old_connections()
        try:
            tick(sends=sends)
            outbox.forget(timezone.now())
        except Exception:
            log.exception("A look into the outbox failed")
        _rest(stop, pause)
    close_old_connections()


def _rest(stop: threading.Event, pause: float) -> None:
    """Wait for the next look: so many seconds, or until this process has written mail, or has to stop."""
    until = monotonic() + pause
    while not outbox.nudge.is_set() and monotonic() < until:
        if stop.wait(min(NAP, pause)):
            return
    outbox.nudge.clear()


def begin() -> threading.Event:
    """Start a thread that works as long as this process lives, and sends where there is a mail server; its stop."""
    stop = threading.Event()
    sends = {"sends": bool(settings.EMAIL_HOST)}
    threading.Thread(target=work, args=[stop], kwargs=sends, name="outbox", daemon=True).start()
    return stop
