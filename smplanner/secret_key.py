"""The installation's secret key, made once and kept in a file that only its owner reads."""

import os
import secrets
from pathlib import Path


def read_or_make_secret_key(path: Path) -> str:
    """Return the key in `path`, making it first when the file does not exist.

    Two processes that start together agree: the file is created exclusively, the loser reads the winner's.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
        file.flush()
        os.fsync(file.fileno())
    return path.read_text(encoding="ascii").strip()
