"""The picture of a secret address for a telephone's camera, and how the secret reaches it without being written down.

A picture is asked for by a request of its own, when the secret is in no page, log or database any more. So the page
that shows the secret splits it in two halves that say nothing each: random bytes, which the person's session keeps for
a few minutes, and the difference between them and the secret, which stands in the picture's address. Only who has both,
the browser that was shown the page, gets the picture.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from io import BytesIO

import segno

QUIET = 4  # white modules around the code, as ISO/IEC 18004 asks for


def split(secret: str) -> tuple[str, str]:
    """Two halves of `secret`, of its length, that give it again together. Neither says anything of it."""
    kept = secrets.token_bytes(len(secret))
    return _spelt(kept), _spelt(_difference(kept, secret.encode("ascii")))


def joined(kept: str, shown: str) -> str | None:
    """The secret whose halves these are; None when they cannot be halves of one."""
    try:
        one, other = urlsafe_b64decode(kept), urlsafe_b64decode(shown)
        return _difference(one, other).decode("ascii")
    except ValueError:
        return None


def _difference(one: bytes, other: bytes) -> bytes:
    return bytes(first ^ second for first, second in zip(one, other, strict=True))


def _spelt(data: bytes) -> str:
    return urlsafe_b64encode(data).decode("ascii")


def picture(address: str) -> bytes:
    """`address` as a QR code: an SVG of its own, black on white in any theme, for that is what cameras look for."""
    drawn = BytesIO()
    segno.make_qr(address, error="m").save(
        drawn, kind="svg", border=QUIET, dark="black", light="white", omitsize=True, svgclass=None, lineclass=None
    )
    return drawn.getvalue()
