r"""Content lines of iCalendar (RFC 5545, 3.1 and 3.3.11): what may stand in a value, how it is escaped and folded.

These lines are written here, not by the icalendar package: its vText takes a backslash before a capital N in somebody's
text for a line break (`C:\Nouveau` comes out as `C:`, newline, `ouveau`), it lets control characters through, and it
needs about ten times as long for the same events.
"""

import re

LONGEST_LINE = 75  # octets, without the line's end
CRLF = b"\r\n"

# A character that ends a line somewhere, or that some clients take for one (U+0085, U+2028, U+2029).
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Other control characters, halves of surrogate pairs (they have no UTF-8) and code points that are no characters.
_UNPRINTABLE = re.compile("[\x00-\x09\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def clean(value: str) -> str:
    """`value` with line feeds as its only line ends, and without what no calendar may hold. A tab becomes a space."""
    return _UNPRINTABLE.sub("", _LINE_END.sub("\n", value).replace("\t", " "))


def in_one_line(value: str) -> str:
    """`value` cleaned, its line ends and the white space around them made one space: for titles and names."""
    return " ".join(clean(value).split())


def escape(value: str) -> str:
    """A cleaned `value` as the TEXT of a property. The backslash goes first, so that nothing is escaped twice."""
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> bytes:
    """One content line in UTF-8 with its end, cut where it exceeds 75 octets, never inside a character."""
    data = line.encode()
    if len(data) <= LONGEST_LINE:
        return data + CRLF
    pieces, start, room = [], 0, LONGEST_LINE
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:  # the octet after the cut continues a character
            end -= 1
        pieces.append(data[start:end])
        start, room = end, LONGEST_LINE - 1  # a continuation begins with a space
    pieces.append(data[start:])
    return b"\r\n ".join(pieces) + CRLF
