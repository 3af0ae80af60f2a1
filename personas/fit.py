"""How likely it is that people like a persona are on a platform, from what surveys say of their age group."""

from collections.abc import Iterable
from dataclasses import dataclass

from .models import Persona, PersonaPlatform, Platform, PlatformAudience

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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a persona and a platform meet: whether we speak there, what the persona says, what surveys say."""

    persona: Persona
    platform: Platform
    is_ours: bool
    use: PersonaPlatform | None
    fit: Fit | None

    @property
    def is_said(self) -> bool:
        """Whether the persona is known to use it, or not to: then a statistic decides nothing."""
        return self.use is not None

    @property
    def is_guess(self) -> bool:
        """Whether what the persona "says" is only what the team supposes."""
        return bool(self.use and not self.use.evidence and self.persona.evidence_type in {"", Persona.Evidence.GUESS})

    @property
    def verdict(self) -> str:
        """How often, in the word of PersonaPlatform.Usage, when it is said; else Fit.level; "unknown" without data."""
        if self.use:
            return self.use.usage
        return self.fit.level if self.fit else "unknown"


def place(persona: Persona, platform: Platform, *, is_ours: bool) -> Place:
    """Where the two meet. `platform` comes with its cohorts, `persona` with its uses: no question is asked here."""
    use = next((use for use in persona.uses.all() if use.platform_id == platform.pk), None)
    return Place(persona, platform, is_ours, use, fit(persona, platform.cohorts, platform.professional_bonus))
