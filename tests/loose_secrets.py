"""What must never stand in a log: found by its shape, wherever it came from."""

import re

from tests.factories import PASSWORD

_SHAPES = re.compile(
    r"""
    \bsp[agil]_[\w-]{20,}  # the secrets of feeds, of programs, of outsiders and of invitations
    | /password/reset/key/[\w-]{10,}
    | /confirm-email/[\w:-]{20,}
    | /mails/stop/[\w:-]{20,}
    | (?:sessionid|csrftoken)=\w{20,}
    """,
    re.VERBOSE,
)


def secrets_in(text: str) -> list[str]:
    """Every secret that `text` gives away."""
    return [*_SHAPES.findall(text), *([PASSWORD] if PASSWORD in text else [])]
