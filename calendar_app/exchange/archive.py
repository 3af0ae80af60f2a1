"""A workspace as one file: written, read, and made into a new workspace. See docs/archive.md."""

from .planned import check, chosen, known_to_all, plan_of, zone_of
from .reading import LARGEST, MEGABYTES, Archive, Fault, Refused, counts, parse
from .settling import known_here, settle
from .writing import export

__all__ = [
    "LARGEST",
    "MEGABYTES",
    "Archive",
    "Fault",
    "Refused",
    "check",
    "chosen",
    "counts",
    "export",
    "known_here",
    "known_to_all",
    "parse",
    "plan_of",
    "settle",
    "zone_of",
]
