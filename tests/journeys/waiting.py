"""Waiting for what a page does behind what it shows: it shows a move at once, and saves it a moment later."""

import time
from collections.abc import Callable
from typing import Any

PATIENCE = 20_000  # milliseconds, for a machine that is busy


def becomes(ask: Callable[[], Any], value: Any) -> None:
    """Wait until `ask()` gives `value`, as `expect` does for what is on a page."""
    until = time.monotonic() + PATIENCE / 1000
    while (given := ask()) != value and time.monotonic() < until:
        time.sleep(0.05)
    assert given == value
