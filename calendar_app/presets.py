"""Presets: what a workspace of one kind may start from. What they hold is catalogue data, edited by site staff.

A preset's `content`, as JSON, where a *pair* is `{"fr": "…", "en": "…"}`:

    example     pair: who would choose this one, such as “a bakery, a bookshop”
    market      whom such a workspace serves, one of Workspace.Market
    platforms   [{"slug", "weekly": posts a week, "purpose": pair}], the one that matters most first
    personas    [{"name", "summary", "expectations", "objections", "tone": pairs, "needs": {"fr": [], "en": []},
                  "age_min", "age_max", "relation", "role", "colour", "platforms": [slug]}]
    objectives  [{"kind", "statement": pair, "count": pair}]
    pillars     [{"key", "kind", "colour", "share": percent, "name": pair, "prompts": [pair]}]
    starters    [{"pillar": key, "title": pair, "intent": only where it differs from the pillar's}]

The shipped ones stand in fixtures/presets.json. Pure: this module knows no Django.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).with_name("fixtures") / "presets.json"
LANGUAGES = ("fr", "en")

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PlatformIdea:
    """A platform that such a workspace usually chooses, with a rhythm it can keep."""

    slug: str
    weekly: Decimal
    purpose: str


@dataclass(frozen=True, slots=True)
class PersonaIdea:
    """A person that such a workspace usually speaks to: a guess to be corrected."""

    name: str
    summary: str
    needs: list[str]
    expectations: str
    objections: str
    tone: str
    age_min: int | None
    age_max: int | None
    relation: str
    role: str
    colour: str
    platforms: list[str]


@dataclass(frozen=True, slots=True)
class ObjectiveIdea:
    """Something that such a workspace may want, and what one would count."""

    kind: str
    statement: str
    count: str


@dataclass(frozen=True, slots=True)
class PillarIdea:
    """A theme, the share of posts it should have in percent, and prompts for posts about it."""

    key: str
    kind: str
    colour: str
    share: int
    name: str
    prompts: list[str]


@dataclass(frozen=True, slots=True)
class Starter:
    """A first post to write, of the pillar named `pillar`; `kind` is that pillar's."""

    title: str
    pillar: str
    kind: str
    intent: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """A preset's content in one language."""

    example: str = ""
    market: str = ""
    platforms: tuple[PlatformIdea, ...] = ()
    personas: tuple[PersonaIdea, ...] = ()
    objectives: tuple[ObjectiveIdea, ...] = ()
    pillars: tuple[PillarIdea, ...] = ()
    starters: tuple[Starter, ...] = ()


def shipped() -> list[dict[str, Any]]:
    """The presets that every installation begins with: slug, name_fr, name_en, content."""
    rows: list[dict[str, Any]] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return rows


def load(model: Any) -> None:
    """Write the shipped presets that `model`'s table lacks. Those that are there stay: staff may have edited them."""
    for row in shipped():
        rest = {name: value for name, value in row.items() if name != "slug"}
        model.objects.get_or_create(slug=row["slug"], defaults=rest)


def read(content: Content, language: str) -> Suggestions:
    """What `content` suggests, in `language`; what it does not say is left out."""
    said = _Said(language)
    pillars = tuple(
        PillarIdea(
            row["key"], row["kind"], row["colour"], row["share"], said(row["name"]), [*map(said, row["prompts"])]
        )
        for row in content.get("pillars", ())
    )
    themes = {pillar.key: pillar for pillar in pillars}
    return Suggestions(
        said(content.get("example", {})),
        content.get("market", ""),
        tuple(
            PlatformIdea(row["slug"], Decimal(str(row["weekly"])), said(row["purpose"]))
            for row in content.get("platforms", ())
        ),
        tuple(_persona(row, said) for row in content.get("personas", ())),
        tuple(
            ObjectiveIdea(row["kind"], said(row["statement"]), said(row["count"]))
            for row in content.get("objectives", ())
        ),
        pillars,
        tuple(
            Starter(said(row["title"]), theme.name, theme.kind, row.get("intent", ""))
            for row in content.get("starters", ())
            for theme in [themes[row["pillar"]]]
        ),
    )


class _Said:
    """Chooses between the two languages of a pair; the other one is better than nothing."""

    def __init__(self, language: str) -> None:
        self.order = sorted(LANGUAGES, key=lambda code: not language.startswith(code))

    def __call__(self, pair: Mapping[str, Any]) -> Any:
        return next((pair[code] for code in self.order if pair.get(code)), "")


def _persona(row: Mapping[str, Any], said: _Said) -> PersonaIdea:
    words = {name: said(row[name]) for name in ("name", "summary", "needs", "expectations", "objections", "tone")}
    facts = {name: row[name] for name in ("age_min", "age_max", "relation", "role", "colour", "platforms")}
    return PersonaIdea(**words, **facts)


# --- What staff write ----------------------------------------------------------------------------------------------


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _is_pair(value: Any) -> bool:
    return isinstance(value, dict) and any(_is_word(value.get(code)) for code in LANGUAGES)


def _are_words(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_word, value))


def _are_pairs(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_pair, value))


def _are_needs(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_are_words, value.values()))


def _is_age(value: Any) -> bool:
    return value is None or (type(value) is int and 0 <= value <= 120)


def _is_share(value: Any) -> bool:
    return type(value) is int and 0 <= value <= 100


def _is_rhythm(value: Any) -> bool:
    return type(value) in {int, float} and 0 <= value <= 200


_SHAPE: Mapping[str, Mapping[str, Callable[[Any], bool]]] = {
    "platforms": {"slug": _is_word, "weekly": _is_rhythm, "purpose": _is_pair},
    "personas": {
        **dict.fromkeys(("name", "summary", "expectations", "objections", "tone"), _is_pair),
        **dict.fromkeys(("relation", "role", "colour"), _is_word),
        **dict.fromkeys(("age_min", "age_max"), _is_age),
        "needs": _are_needs,
        "platforms": _are_words,
    },
    "objectives": {"kind": _is_word, "statement": _is_pair, "count": _is_pair},
    "pillars": {
        **dict.fromkeys(("key", "kind", "colour"), _is_word),
        "share": _is_share,
        "name": _is_pair,
        "prompts": _are_pairs,
    },
    "starters": {"pillar": _is_word, "title": _is_pair},
}


def faults(content: Any, choices: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Where `content` has not the shape above, such as "pillars[2].name"; nothing when it can be read.

    `choices` says which words are known, as {"pillars.kind": ["expertise", …]}.
    """
    if not isinstance(content, dict):
        yield "{}"
        return
    keys = set()
    for part, fields in _SHAPE.items():
        rows = content.get(part, [])
        for number, row in enumerate(rows if isinstance(rows, list) else [None]):
            given = row if isinstance(row, dict) else {}
            keys |= {given.get("key")} if part == "pillars" and _is_word(given.get("key")) else set()
            for name, fits in fields.items():
                value, known = given.get(name), choices.get(f"{part}.{name}")
                if not fits(value) or (known is not None and value not in known):
                    yield f"{part}[{number}].{name}"
            if part == "starters" and given.get("pillar") not in keys:
                yield f"starters[{number}].pillar"


_OPTIONAL: Mapping[str, Collection[str]] = {"starters": {"intent"}}


def unknown(content: Any) -> Iterator[str]:
    """The keys of `content` that nobody would read, such as "personas[0].agee": a slip that would go unseen."""
    if not isinstance(content, dict):
        return
    yield from sorted(content.keys() - _SHAPE.keys() - {"example", "market"})
    yield from _languages("example", content.get("example"))
    for part, fields in _SHAPE.items():
        rows = content.get(part)
        for number, row in enumerate(rows if isinstance(rows, list) else ()):
            for key, value in sorted(row.items()) if isinstance(row, dict) else ():
                if key in fields or key in _OPTIONAL.get(part, ()):
                    yield from _languages(f"{part}[{number}].{key}", value)
                else:
                    yield f"{part}[{number}].{key}"


def _languages(place: str, value: Any) -> Iterator[str]:
    """The languages of a pair, or of several, that the site does not speak."""
    for pair in value if isinstance(value, list) else [value]:
        yield from (f"{place}.{code}" for code in pair if code not in LANGUAGES) if isinstance(pair, dict) else ()
