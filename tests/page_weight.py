"""What a page loads at first: the files that it links and what those import at once, as their gzipped size."""

import gzip
import re
from pathlib import Path, PurePosixPath

from django.conf import settings

LINKED = re.compile(rf'(?:src|href)="{settings.STATIC_URL}([^"#]+)')
# An `import(` comes later, on the first use. Fonts and pictures that a style sheet names come with it.
NAMED = re.compile(r"""(?:url\(|\bimport\s|\bfrom\s)\s*["']?(\.{0,2}/?[\w./-]+\.(?:css|js|woff2|svg))""")
# The checker's lines, which every view of the calendar fetches, bring this along where they tell of a gap.
BROUGHT = {"js/calendar-check.": "js/calendar-gaps.js"}


def first_load(html: str) -> dict[str, int]:
    """The gzipped bytes of each static file that a page loads without anybody touching it; fonts as they are."""
    from django.contrib.staticfiles.storage import staticfiles_storage

    waiting, found = set(LINKED.findall(html)), {}
    while waiting:
        name = waiting.pop()
        body = (Path(settings.STATIC_ROOT) / name).read_bytes()
        found[name] = len(body) if name.endswith(".woff2") else len(gzip.compress(body, 9))
        if name.endswith((".css", ".js")):
            links = {_joined(PurePosixPath(name).parent, link) for link in NAMED.findall(body.decode())}
            links |= {
                staticfiles_storage.stored_name(late) for start, late in BROUGHT.items() if name.startswith(start)
            }
            waiting |= links - found.keys()
    return found


def code(sizes: dict[str, int]) -> int:
    """The bytes of style sheets, scripts and icons among them."""
    return sum(size for name, size in sizes.items() if not name.endswith(".woff2"))


def _joined(folder: PurePosixPath, link: str) -> str:
    parts: list[str] = []
    for part in (folder / link).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)
