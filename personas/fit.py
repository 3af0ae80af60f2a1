"""How likely it is that people like a persona are on a platform, from what surveys say of their age group."""

from collections.abc import Iterable
from dataclasses import dataclass

from .models import Persona, PlatformAudience

# Below the first, people of that age are hardly there; from the second on, many are. Between them nobody can tell.
UNLIKELY, LIKELY = 25, 40


@dataclass(frozen=True, slots=True)
class Fit:
    """`share` is in %: how much of the persona's age range uses the platform, each year of age weighing the same.

    `figures` are the cohorts it was worked out from; `bonus` the points added because the persona is there for work.
    """

    share: int
    bonus: int
    figures: tuple[PlatformAudience, ...]

    @property
    def is_estimated(self) -> bool:
        """Whether any of the figures lies between two that were measured."""
        return any(figure.kind == PlatformAudience.Kind.ESTIMATED for figure in self.figures)

    @property
    def level(self) -> str:
        """ "likely", "unlikely", or "open" when the share decides nothing."""
        return "likely" if self.share >= LIKELY else "unlikely" if self.share < UNLIKELY else "open"


def fit(persona: Persona, audiences: Iterable[PlatformAudience], bonus: int = 0) -> Fit | None:
    """The fit of `persona` to the platform whose cohorts of one country are `audiences`.

    `bonus` is the platform's for professionals. None without ages or without figures: unknown is not unlikely.
    """
    if persona.age_min is None or persona.age_max is None:
        return None
    figures = tuple(row for row in audiences if row.age_min <= persona.age_max and row.age_max >= persona.age_min)
    years = [min(row.age_max, persona.age_max) - max(row.age_min, persona.age_min) + 1 for row in figures]
    if not years:
        return None
    share = round(sum(row.share * weight for row, weight in zip(figures, years, strict=True)) / sum(years))
    added = bonus if persona.role == Persona.Role.PROFESSIONAL else 0
    return Fit(min(100, share + added), added, figures)
