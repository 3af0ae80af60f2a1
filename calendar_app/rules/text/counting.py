"""How long a text is: characters, graphemes, weighted characters, bytes, hashtags, and the part seen at once."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping

LINK_LENGTH = 23  # X and Mastodon count every address as this many characters, whatever its length


# Bluesky takes 300 graphemes in 3,000 bytes: ten bytes for each, which only piled-up emoji and accents use up.
BYTES_EACH = 10


def length(text: str, counting: str) -> int:
    """How long `text` is for a platform that counts in `counting` (see Platform.Counting).

    Raises KeyError for a way of counting that does not exist.
    """
    return _COUNTINGS[counting](_composed(text))


def size(text: str, counting: str) -> int:
    """The bytes of `text`, where a platform that counts in `counting` limits those too; else 0."""
    return len(_composed(text).encode(errors="replace")) if counting == "graphemes" else 0


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


# --- What the eye sees as one character (Unicode Standard Annex 29, without Indic conjuncts and prepended marks) -----

_JOINER = "\u200d"
_PICTURES = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf\u2934\u2935"
    "\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff]"
)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_HANGUL_LEADS = range(0x1100, 0x1160)
_HANGUL_VOWELS = range(0x1160, 0x11A8)
_HANGUL_TAILS = range(0x11A8, 0x1200)
_HANGUL_SYLLABLES = range(0xAC00, 0xD7A4)
_SYLLABLES_A_VOWEL = 28  # one without a tail, then one with each of the 27 tails


def graphemes(text: str) -> Iterator[str]:
    """The characters of `text` as a reader counts them: a family emoji, a flag or an accented letter is one."""
    start = 0
    for position in range(1, len(text)):
        if not _belong_together(text, start, position):
            yield text[start:position]
            start = position
    if text:
        yield text[start:]


def _belong_together(text: str, start: int, position: int) -> bool:
    """Whether the cluster that begins at `start` goes on with the character at `position`."""
    before, after = text[position - 1], text[position]
    if before == "\r" and after == "\n":
        return True
    if before < " " or after < " ":
        return False
    if _extends(after):
        return True
    if before == _JOINER:
        return _PICTURES.match(after) is not None and _PICTURES.match(text, start) is not None
    if ord(after) in _FLAG_LETTERS:
        return position - start == 1 and ord(before) in _FLAG_LETTERS
    return _makes_syllable(ord(before), ord(after))


def _extends(character: str) -> bool:
    code = ord(character)
    if code < 0x300:
        return False
    return (
        unicodedata.category(character) in {"Mn", "Me", "Mc"}
        or character in {_JOINER, "\u200c", "\uff9e", "\uff9f"}
        or code in _SKIN_TONES
        or code in _TAGS
    )


def _makes_syllable(before: int, after: int) -> bool:
    """Whether two Hangul letters stand in one syllable block."""
    if after in _HANGUL_SYLLABLES or after in _HANGUL_LEADS:
        return before in _HANGUL_LEADS
    open_syllable = before in _HANGUL_SYLLABLES and (before - _HANGUL_SYLLABLES.start) % _SYLLABLES_A_VOWEL == 0
    if after in _HANGUL_VOWELS:
        return before in _HANGUL_LEADS or before in _HANGUL_VOWELS or open_syllable
    if after in _HANGUL_TAILS:
        return before in _HANGUL_VOWELS or before in _HANGUL_TAILS or before in _HANGUL_SYLLABLES
    return False


# --- Lengths -------------------------------------------------------------------------------------------------------

_WEB_ADDRESS = re.compile(r"https?://[^\s<>]*[^\s<>.,;:!?…'\"«»()\[\]]", re.IGNORECASE)
# X also takes a bare domain for an address; these endings are those a French or English text is likely to hold.
_BARE_ADDRESS = re.compile(
    r"(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|info|biz|eu|fr|be|ch|ca|uk|us|io|co|app|shop|mq|gp|gf|re|nc|pf)\b"
    r"(?:/[^\s<>]*[^\s<>.,;:!?…'\"«»()\[\]])?",
    re.IGNORECASE,
)
_REMOTE_MENTION = re.compile(r"(@\w+)@[\w-]+(?:\.[\w-]+)+")

# Characters that X counts as one; every other counts as two.
_LIGHT = (range(4352), range(8192, 8206), range(8208, 8224), range(8242, 8248))


# A character that stands for itself to everyone and never joins the one before it; most texts hold nothing else.
_PLAIN = "\t\n -~\u00a0-\u00a8\u00aa-\u00ad\u00af-\u02ff\u0370-\u0482\u2010-\u201f"
_UNUSUAL = re.compile(f"[^{_PLAIN}]")
_INTRICATE = re.compile(f"[{_PLAIN}]?[^{_PLAIN}]+")


def _code_points(text: str) -> int:
    return len(text)


def _graphemes(text: str) -> int:
    return _measured(text, bool)  # every cluster weighs one


def _x(text: str) -> int:
    if "." not in text and "://" not in text:  # no address is to be looked for
        return _measured(text, _x_weight)
    rest, addresses = _WEB_ADDRESS.subn("", text)
    rest, bare = _BARE_ADDRESS.subn("", rest)
    return _measured(rest, _x_weight) + LINK_LENGTH * (addresses + bare)


def _measured(text: str, weight: Callable[[str], int]) -> int:
    """The sum of the weights of the clusters of `text`. A plain character weighs one, so only others are looked at."""
    if not _UNUSUAL.search(text):
        return len(text)
    runs = _INTRICATE.findall(text)
    return len(text) + sum(sum(map(weight, graphemes(run))) - len(run) for run in runs)


def _x_weight(cluster: str) -> int:
    if _is_emoji(cluster):
        return 2
    return sum(1 if any(ord(character) in light for light in _LIGHT) else 2 for character in cluster)


def _is_emoji(cluster: str) -> bool:
    first = cluster[0]
    if ord(first) in _FLAG_LETTERS or "\ufe0f" in cluster or "\u20e3" in cluster:
        return True
    # ©, ™, ↔ and the like are letters to X unless a variation selector makes pictures of them.
    return first >= "\u231a" and _PICTURES.match(first) is not None


def _mastodon(text: str) -> int:
    rest, addresses = _WEB_ADDRESS.subn("", text)
    return _graphemes(_REMOTE_MENTION.sub(r"\1", rest)) + LINK_LENGTH * addresses


_COUNTINGS: Mapping[str, Callable[[str], int]] = {
    "code_points": _code_points,
    "graphemes": _graphemes,
    "x": _x,
    "mastodon": _mastodon,
}

# --- Hashtags and what is seen first ---------------------------------------------------------------------------------

# A letter must be among its characters: “#1” and “#2026” are numbers. Not the part of an address behind its “#”.
_HASHTAG = re.compile(r"(?<![\w&/#])#(?=\d*[^\W\d])\w+")
_OPENING = re.compile(r"(?:[#@][\w.@-]+|https?://\S+|www\.\S+|[^\w#@])*")
_PAUSE = re.compile(r"[.!?…:;\n]|\s[–—-]\s")


def hashtags(text: str) -> list[str]:
    """The hashtags of `text` as they are written, each as often as it is there."""
    if "#" not in text:
        return []
    return _HASHTAG.findall(_WEB_ADDRESS.sub("", text) if "://" in text else text)


def hides_its_point(text: str, visible: int) -> bool:
    """Whether the first `visible` characters are only tags, mentions and addresses, or stop before the first pause.

    A text that is seen whole hides nothing.
    """
    text = text.strip()
    if len(text) <= visible:
        return False
    opening = _OPENING.match(text)
    begins = opening.end() if opening else 0
    return begins >= visible or _PAUSE.search(text, begins, visible) is None
