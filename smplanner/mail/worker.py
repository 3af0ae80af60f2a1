"""Whoever sends what lies in the outbox: a thread of the server, or `manage.py worker`."""

import logging
import threading

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from . import outbox

log = logging.getLogger(__name__)

TICK = 20.0  # seconds between two looks


def tick() -> int:
    """Write what is to be told now, and send all that waits; how many messages were sent."""
    for watch in outbox.watches:
        watch(timezone.now())
    sent = 0
    while (message := outbox.claim(timezone.now())) is not None:
        sent += outbox.send(message, timezone.now())
    return sent


def work(stop: threading.Event, pause: float = TICK) -> None:
    """Tick until `stop` is set. A failure is logged, and the next tick tries again."""
    while not stop.is_set():
        close_old_connections()
        try:
            tick()
            outbox.forget(timezone.now())
        except Exception:
            log.exception("A look into the outbox failed")
        stop.wait(pause)
    close_old_connections()


def begin() -> threading.Event | None:
    """Start a thread that works as long as this process lives; its stop, or None on a site without a mail server."""
    if not settings.EMAIL_HOST:
        return None
    stop = threading.Event()
    threading.Thread(target=work, args=[stop], name="outbox", daemon=True).start()
    return stop
