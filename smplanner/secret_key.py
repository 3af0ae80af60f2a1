"""The installation's secret key, made once and kept in a file that only its owner reads."""

import os
import secrets
from pathlib import Path
from time import sleep

PATIENCE = 50  # tenths of a second


def read_or_make_secret_key(path: Path) -> str:
    """Return the key in `path`, making it first when the file does not exist.

    Two processes that start together agree: the file is created exclusively, the loser reads the winner's.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _written(path)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
        file.flush()
        os.fsync(file.fileno())
    return _written(path)


def _written(path: Path) -> str:
    """The key in `path`, waiting a moment for a process that has just made the file and not written it yet."""
    for _try in range(PATIENCE):
        if key := path.read_text(encoding="ascii").strip():
            return key
        sleep(0.1)
    raise RuntimeError(f"{path} holds no key: remove the file, and a new key is made at the next start.")
