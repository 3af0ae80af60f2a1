"""What a post's text shows: how long it is to a platform, what it seems to do, what was forgotten in it."""

from .counting import BYTES_EACH, graphemes, hashtags, hides_its_point, length, size
from .gaps import gap
from .labels import Label, clear_label, is_out_of_sight, vague_label
from .reading import COMMERCIAL, CONVERSATION, Signals, only_begs, signals
from .resemblance import Dated, likeness, repeats

__all__ = [
    "BYTES_EACH",
    "COMMERCIAL",
    "CONVERSATION",
    "Dated",
    "Label",
    "Signals",
    "clear_label",
    "gap",
    "graphemes",
    "hashtags",
    "hides_its_point",
    "is_out_of_sight",
    "length",
    "likeness",
    "only_begs",
    "repeats",
    "signals",
    "size",
    "vague_label",
]
