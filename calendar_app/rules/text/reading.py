"""What a text seems to do, by its words: sell, ask, repeat a ready-made phrase. It suggests; people decide."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice

from .lexicon import Sign, flat, language_of, lexicon, words_of

READ = 5000
"""Characters of a text that are looked at: what a longer one is about, it says before."""

REMEMBERED = 2**16
"""Texts whose signals are kept: those of a large plan, from one check and one key in the form to the next."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What a text seems to do, in scores (our estimates), each with the words that speak for it.

    From COMMERCIAL on it seems to sell, from CONVERSATION on to wait for answers. `labels`: words of a disclosure are
    there; what they say is for `labels.py`. `terms`: until when, or on what condition, an offer holds.
    `asks_first`: it has questions, and goes on well behind the last.
    """

    language: str = ""
    commercial: float = 0.0
    selling: tuple[str, ...] = ()
    conversation: float = 0.0
    asking: tuple[str, ...] = ()
    canned: tuple[str, ...] = ()
    begging: tuple[str, ...] = ()
    soldes: tuple[str, ...] = ()
    labels: bool = False
    terms: bool = False
    cuts_a_price: bool = False
    asks_first: bool = False


COMMERCIAL = 2.5
OPEN = 2.5  # what a question weighs that asks readers about themselves
CONVERSATION = 2.0
SILENT = Signals()

_BESIDE_A_PRICE = frozenset({"beside_a_price", "terms"})
_BESIDE, _MOST_BESIDE = 0.75, 1.5


# What an offer is made of where nobody names a price: a thing one can buy, and how, when, where, how many, what is new.
_OFFER = frozenset({"goods", "when", "where", "few", "trade", "arrival"})
_PARTS = (0.0, 0.0, 1.0, 2.0, 2.75, 3.0, 3.0)  # what so many of them weigh together
_BARE = 1.5  # what they weigh at most where nothing is done with it and nothing runs short: it may well be a story


# By the digest of each text, for the texts themselves would fill the memory; the oldest go first.
_remembered: dict[bytes, Signals] = {}


def signals(text: str) -> Signals:
    """What `text` seems to do; texts that were read before are remembered."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    known = _remembered.get(digest)
    if known is None:
        known = _remembered[digest] = read(text)
        if len(_remembered) > REMEMBERED:
            for oldest in list(islice(_remembered, REMEMBERED // 8)):
                _remembered.pop(oldest, None)
    return known


def forget() -> None:
    """Read every text anew from now on."""
    _remembered.clear()


def read(text: str) -> Signals:
    """What `text` seems to do. Works for any text, in a time that its length does not change beyond `READ`."""
    seen = flat(text[:READ])
    listed = words_of(seen)
    words = frozenset(listed)
    language = language_of(words)
    found = lexicon(language).found_in(words, b" " + b" ".join(listed) + b" ")
    prices = list(_prices(seen, text)) if _MONEY.search(seen) else []
    asks, first = _asks(seen) if b"?" in seen else (0.0, False)
    if not found and not prices and not asks and "omment" not in text:
        return SILENT
    commercial = _sum(found, "commercial") + sum(weight for weight, _ in prices)
    selling = (*_shown(found, "commercial"), *(shown for _, shown in prices))
    if prices and not any(sign.weight < 0 for sign in found if sign.family == "commercial"):
        # A price says little by itself; with what is bought, where, or until when, it is an offer.
        commercial += min(_MOST_BESIDE, _BESIDE * sum(sign.family in _BESIDE_A_PRICE for sign in found))
        selling += _shown(found, "beside_a_price")
    parts = {sign.family for sign in found} & _OFFER
    if "goods" in parts and (prices or asks < OPEN):
        commercial += _PARTS[len(parts)] if parts & {"few", "trade"} else min(_PARTS[len(parts)], _BARE)
        selling += tuple(shown for family in ("goods", "few", "trade") for shown in _shown(found, family))
    invites = max((sign.weight for sign in found if sign.family == "conversation"), default=0.0)
    if commercial >= COMMERCIAL and invites < CONVERSATION and (first or asks < OPEN):
        asks = 0.0
    weight = max(invites, asks) + sum(
        sign.weight for sign in found if sign.family == "conversation" and sign.weight < 0
    )
    return Signals(
        language=language,
        commercial=commercial,
        selling=tuple(dict.fromkeys(selling)),
        conversation=weight,
        asking=_shown(found, "conversation"),
        canned=_shown(found, "canned"),
        begging=_begging(found, text, language),
        soldes=_shown(found, "soldes"),
        labels=any(sign.family == "label" for sign in found),
        terms=any(sign.family == "terms" for sign in found),
        cuts_a_price=any(weight == SAVING for weight, _ in prices),
        asks_first=first,
    )


def _sum(found: dict[Sign, str], family: str) -> float:
    return sum(sign.weight for sign in found if sign.family == family)


def _shown(found: dict[Sign, str], family: str) -> tuple[str, ...]:
    return tuple(shown for sign, shown in found.items() if sign.family == family and sign.weight > 0)


_CODE_WORD = re.compile(r"""\b[Cc]omment(?:e|ez)? (?:[«"“'‘]\s?)?[A-ZÀ-Ý]{2,}\b|\b[Cc]ommente[zr]? [«"“]\s?\w+""")


def _begging(found: dict[Sign, str], text: str, language: str) -> tuple[str, ...]:
    """Asking for a reaction that says nothing: “tag two friends”, « commentez OUI »."""
    word = _CODE_WORD.search(text[:READ]) if "omment" in text else None
    # « Comment » asks how in French: only the verb begs there.
    is_verb = word is not None and (language != "fr" or word.group().split()[0].lower() != "comment")
    return (*_shown(found, "bait"), *((word.group(),) if word and is_verb else ()))


def only_begs(text: str) -> bool:
    """Whether `text` asks for reactions (“tag two friends”, « commentez OUI ») and puts no question besides."""
    return "?" not in text and bool(signals(text).begging)


# --- Prices and percentages, on the flat text ----------------------------------------------------------------------

SAVING = 3.0

_MONEY = re.compile(rb"[%$\xa3\xa4]|euros")  # ¤ stands for €
_BEFORE, _BEHIND, _MOST = 26, 34, 6  # what is looked at round a sign of money, and how many of them
_NUMBER = rb"(?:\d[ .,]?)?\d{1,3}(?:[.,]\d{1,2})?"
_PRICE = re.compile(
    rb"(?<![\d.,])(?<!\d )" + _NUMBER + rb" ?(?:\xa4|euros)(?! ?(?:de budget|d'amende))"
    rb"|(?<!\w)[\xa3\xa4$] ?" + _NUMBER + rb"(?!\d|[,.]\d| ?(?:k|m|bn|million|billion)\b)"
)
_PRICE_OF_ONE = re.compile(
    rb"(?:\xa4|euros)(?: ?h\.?t\b| ?ttc\b)?,? ?"
    rb"(?:seulement\b|/|(?:par|le|la|les|l'|en|pour|a la) ?\w{2,}|piece\b|les? \d)"
    rb"|[\xa3\xa4$] ?" + _NUMBER + rb" ?(?:/|(?:a|an|per|for) \w|each\b|all in\b|adults?\b|or [\xa3\xa4$]|off\b)"
)
_FROM = re.compile(
    rb"\b(?:a partir de|des|au lieu de|que|de \d{1,3} a) " + _NUMBER + rb" ?(?:\xa4|euros)"
    rb"|\b(?:from|only|just|at|under|for|to|save)(?: only| just)? [\xa3\xa4$] ?\d"
)
_SAVING = re.compile(
    rb"(?<![\w-])(?:- ?|jusqu'a -?)\d{1,2} ?%(?! ?(?:d'|de (?!remise|reduction|rabais)|des |du |en un an|sur un an))"
    rb"|\d{1,2} ?% (?:off\b|de (?:remise|reduction|rabais)\b|sur (?:tout|toute|toutes|les|la|votre|vos)\b|offerts?\b)"
    rb"|\bsave (?:up to )?(?:\d{1,2} ?%|[\xa3\xa4$] ?\d)"
    rb"|\bau lieu de \d|\bwas [\xa3\xa4$] ?\d[^.!?]{0,12}\bnow\b"
)
_MONEY_SIGNS = ((_PRICE, 1.0), (_PRICE_OF_ONE, 1.5), (_FROM, 1.5), (_SAVING, SAVING))
_CODE = re.compile(r"\b(?:[Cc]ode|with|avec) [A-Z]{3,}\d*\b")


def _prices(seen: bytes, text: str) -> Iterator[tuple[float, str]]:
    """Each kind of talk of money in a flat text, once: its weight, and the words."""
    places = [one.start() for one in _MONEY.finditer(seen)][:_MOST]
    near = b" \n ".join(seen[max(0, place - _BEFORE) : place + _BEHIND] for place in places)
    for pattern, weight in _MONEY_SIGNS:
        if match := pattern.search(near):
            yield weight, match.group().decode("latin-1").replace("¤", "€").strip()
    if code := _CODE.search(text[:READ]):
        yield 2.0, code.group()


# --- Questions, on the flat text -----------------------------------------------------------------------------------

_LONGEST_QUESTION = 200
_MOST_QUESTIONS = 20
_AFTERTHOUGHT = 50  # characters behind a question that do not yet answer it
_LAST_PART = 0.7  # a question that ends before this part of the text is over comes first
_YOU = frozenset(b"vous votre vos tu toi ton ta tes you your yours anyone anybody here".split())
_OPEN = frozenset(
    b"quel quelle quels quelles lequel laquelle lesquels lesquelles quoi qui que avez what which who where when how"
    b" have did do would".split()
)
_HOW_TO = (
    *(b" comment ", b" que faire ", b" pourquoi ", b" combien ", b" saviez vous "),
    *(b" how to ", b" how does ", b" why does ", b" did you know "),
)
_AND_YOU = (b" et vous ", b" et toi ", b" et chez vous ", b" and you ", b" how about you ", b" what about you ")
_EITHER = frozenset((b"ou", b"or", b"vs"))
_WEARY = frozenset(b"besoin envie fatigue marre tired need want looking sick struggling vous you".split())
_SHORT = 14  # words of a question that offers a choice
_WE = (b" should we ", b" shall we ", b" would we ", b" could we ")


def _asks(seen: bytes) -> tuple[float, bool]:
    """The weight of the question that waits most for an answer, and whether it opens the text and none comes later."""
    length, weight, end = len(seen.rstrip()), 0.0, 0
    for question, end in islice(_questions(seen), _MOST_QUESTIONS):
        weight = max(weight, _question_weight(question, ends=length - end <= _AFTERTHOUGHT))
    return weight, 0 < end < length * _LAST_PART


def _questions(seen: bytes) -> Iterator[tuple[bytes, int]]:
    """Each question of a flat text, and where it ends."""
    end = seen.find(b"?")
    while end >= 0:
        sentence = seen[max(0, end - _LONGEST_QUESTION) : end]
        yield sentence[max(map(sentence.rfind, (b".", b"!", b"?", b"\n"))) + 1 :], end + 1
        end = seen.find(b"?", end + 1)


def _question_weight(question: bytes, *, ends: bool) -> float:
    """How much a question waits for its readers' answers; `ends` when the text ends with it."""
    listed = words_of(question)
    words, line = frozenset(listed), b" " + b" ".join(listed) + b" "
    if any(one in line for one in _AND_YOU):
        return 3.0
    you = bool(words & _YOU)
    if line.startswith(_HOW_TO):
        return 1.0 if ends and you else 0.0
    if ends and listed[:1] in ([b"qui"], [b"who"]) and listed[1:2] != [b"sommes"]:
        return 2.0
    if (you and words & _OPEN) or any(one in line for one in _WE):
        return OPEN
    if words & _EITHER and len(listed) <= _SHORT:
        return 2.0 if ends or not words & _WEARY else 1.5
    return float(you + ends)
