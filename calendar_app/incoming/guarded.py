"""Reading a calendar file in a process of its own, which may take five seconds and little memory, and no more."""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import reading
from .reading import Occurrence

PROGRAM = Path(reading.__file__)
PATIENCE = reading.SECONDS  # on the clock, whatever of it the process got
# The program reads its input and answers on its output: it sees neither our environment nor our secrets.
ENVIRONMENT = {"PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}

REFUSALS: dict[str, Any] = {
    "too-large": _("The file is larger than %(megabytes)s MB."),
    "not-utf-8": _(
        "The file is not written in UTF-8, as calendar files are. Export it again from where it comes from."
    ),
    "no-calendar": _("This is no calendar file: it should begin with BEGIN:VCALENDAR."),
    "cut-off": _("The end of the file is missing. Perhaps the download broke off: get it again."),
    "too-many-components": _("The file holds more than %(most)s entries. Export a shorter time."),
    "too-many": _("More than %(most)s events lie between these days. Choose fewer days."),
    "empty": _("There is no event in this file."),
    "unreadable": _("The file cannot be read as a calendar."),
    "too-long": _("The file takes too long to read, and was given up. Nothing was written."),
}
REASONS: dict[str, Any] = {
    "no-start": _("it does not say when it begins"),
    "no-uid": _("it has no UID, by which it would be known again"),
    "no-title": _("it has no title"),
    "too-often": _("it repeats more often than daily"),
    "out-of-time": _("it lies before 2000 or after 2100"),
    "unreadable": _("it cannot be read"),
}


class Refused(Exception):
    """The file cannot be used; the text says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file holds: its occurrences, and titles of what was left out with the reason."""

    events: tuple[Occurrence, ...]
    skipped: tuple[tuple[str, str], ...]


def read(content: bytes, zone: str, since: date, until: date) -> Brought:
    """What happens from `since` to `until` on the clock of `zone`. Raises Refused."""
    command = [sys.executable, "-I", str(PROGRAM), zone, since.isoformat(), until.isoformat()]
    try:
        done = subprocess.run(  # noqa: S603 (our own program; the file is its input, never an argument)
            command, input=content, capture_output=True, timeout=PATIENCE, env=ENVIRONMENT, check=True
        )
        answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, json.JSONDecodeError):  # killed by its limits, or out of memory
        raise Refused(str(REFUSALS["too-long"])) from None
    if code := answer.get("refused"):
        raise Refused(str(REFUSALS[code]) % answer["facts"])
    skipped = tuple((title, str(REASONS[reason])) for title, reason in answer["skipped"])
    return Brought(tuple(map(_occurrence, answer["events"])), skipped)


def _occurrence(said: dict[str, Any]) -> Occurrence:
    clock = time.fromisoformat(said["clock"]) if said["clock"] else None
    return Occurrence(
        **said | {"first": date.fromisoformat(said["first"]), "last": date.fromisoformat(said["last"]), "clock": clock}
    )


def packed(brought: Brought) -> str:
    """What `unpacked` reads, to be kept until it is confirmed."""
    return json.dumps([asdict(one) for one in brought.events], default=str)


def unpacked(text: str) -> list[Occurrence]:
    """The occurrences that `packed` kept."""
    return [_occurrence(said) for said in json.loads(text)]
