"""Addresses of saved views in a file: what they filter by is named by its key, not by a number of this site."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, urlencode

from calendar_app.facets import WITHOUT

# What an address filters by -> the kind of row it is. Who looks after a post is an account, and in no file.
LINKED = {
    "channel": "channels",
    "persona": "personas",
    "pillar": "pillars",
    "objective": "objectives",
    "campaign": "campaigns",
}
ACCOUNTS = "owner"


def outward(address: str, key_of: Callable[[str, int], str | None]) -> str:
    """`address` as a file has it: “channel=channels/instagram”. What is gone is left out, and so are accounts."""
    pairs = []
    for name, value in _pairs(address):
        if name in LINKED and value != WITHOUT:
            key = key_of(LINKED[name], int(value)) if value.isascii() and value.isdigit() else None
            if key is not None:
                pairs.append((name, f"{LINKED[name]}/{key}"))
        elif name != ACCOUNTS or value == WITHOUT:
            pairs.append((name, value))
    return urlencode(pairs, safe="/")


def inward(address: str, number_of: Callable[[str, str], int]) -> str:
    """`address` of a file as the calendar reads it, with the numbers that rows have here."""
    return urlencode(
        [
            (name, str(number_of(*kind_and_key(name, value))) if kind_and_key(name, value) else value)
            for name, value in _pairs(address)
        ]
    )


def named(address: str) -> Iterator[tuple[str, str]]:
    """The kind and the key of each row that `address` names in a file."""
    for name, value in _pairs(address):
        if found := kind_and_key(name, value):
            yield found


def kind_and_key(name: str, value: str) -> tuple[str, str] | None:
    """“channel=channels/instagram” is a channel; None for what names no row."""
    if name not in LINKED or value == WITHOUT:
        return None
    return LINKED[name], value.removeprefix(f"{LINKED[name]}/")


def _pairs(address: str) -> list[tuple[str, str]]:
    return parse_qsl(address, keep_blank_values=True)
