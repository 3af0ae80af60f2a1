"""Links that tell a site's statistics where its visitors come from. Knows no Django."""

import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

PARTS = ("source", "medium", "campaign", "content")


def tagged(link: str, parts: Mapping[str, str]) -> str:
    """`link` with `parts` as its `utm_…` parameters, in place of those it has; an empty part takes its one away.

    Every other parameter and the part behind “#” stay as they are written. Raises ValueError for what is no web
    address.
    """
    split = urlsplit(link.strip())
    if split.scheme.lower() not in {"http", "https"} or not split.hostname:
        raise ValueError(link)
    kept = [pair for pair in split.query.split("&") if pair and _name(pair) not in parts]
    ours = [f"utm_{name}={quote(parts[name], safe='')}" for name in PARTS if parts.get(name)]
    return urlunsplit(split._replace(query="&".join([*kept, *ours])))


def _name(pair: str) -> str:
    """The part that a pair such as `utm_source=x` is about; the whole name of any other."""
    return pair.partition("=")[0].lower().removeprefix("utm_") if pair.lower().startswith("utm_") else f"={pair}"


def parts_of(link: str) -> dict[str, str]:
    """The parts that `link` holds already; none for what is no address."""
    try:
        query = dict(parse_qsl(urlsplit(link).query))
    except ValueError:
        return {}
    return {name: query[f"utm_{name}"] for name in PARTS if query.get(f"utm_{name}")}


def suggested(platform: str = "", campaign: str = "", content: str = "") -> dict[str, str]:
    """What each part might be: the platform, “social”, the campaign and the post, as plain words with hyphens."""
    medium = "email" if platform in {"newsletter", "email"} else "social"
    return {"source": plain(platform), "medium": medium, "campaign": plain(campaign), "content": plain(content)}


def plain(words: str) -> str:
    """`words` in small letters without accents, joined by hyphens: statistics tell “Noël” from “noel”."""
    without_accents = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", without_accents).strip("-")[:60].strip("-")
