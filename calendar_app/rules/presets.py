"""Ways of setting all rules at once, to begin from. Their numbers are our own estimates, and only a beginning."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .core import RULES, Severity
from .prose import Prose
from .prose import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Setting:
    """How a workspace set one rule; `severity` None and parameters that are missing are the rule's own."""

    enabled: bool = True
    severity: Severity | None = None
    parameters: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_own(self) -> bool:
        """Whether it says anything at all."""
        return not self.enabled or self.severity is not None or bool(self.parameters)


def severity_named(word: str) -> Severity | None:
    """The severity that a setting's `word` stands for; None for an empty or an unknown one: the rule's own."""
    return Severity.named(word) if word.upper() in Severity.__members__ else None


def thresholds(**parameters: object) -> Setting:
    return Setting(parameters=parameters)


@dataclass(frozen=True, slots=True)
class RulePreset:
    """A name, for whom, and what differs from the rules' own: rules milder than `least` are off, unless `set`."""

    slug: str
    name: Prose
    about: Prose
    least: Severity = Severity.INFO
    set: Mapping[str, Setting] = field(default_factory=dict)

    def settings(self) -> dict[str, Setting]:
        """What it sets, by the slug of the rule; every other rule is as it is by itself."""
        milder = {slug: Setting(enabled=False) for slug, rule in RULES.items() if rule.severity < self.least}
        return {**milder, **{slug: setting for slug, setting in self.set.items() if slug in RULES}}


PRESETS: Mapping[str, RulePreset] = {
    preset.slug: preset
    for preset in (
        RulePreset(
            "standard",
            _("Standard"),
            _("Every rule with its own thresholds, or those of this site."),
        ),
        RulePreset(
            "calm",
            _("Calm"),
            _("For a start, or a plan that is being mended: advice is silent, and thresholds are wide."),
            least=Severity.WARNING,
            set={
                "empty-calendar": thresholds(days=7),
                "publishing-gap": thresholds(days=21),
                "promo-overload": thresholds(warn_above=50, error_above=70),
                "broadcast-only": thresholds(at_least=10),
            },
        ),
        RulePreset(
            "demanding",
            _("Demanding"),
            _("For a team that publishes every day: tighter thresholds, and every picture has its words."),
            set={
                "empty-calendar": thresholds(days=28),
                "publishing-gap": thresholds(days=7),
                "promo-overload": thresholds(warn_above=20, error_above=33),
                "broadcast-only": thresholds(at_least=30),
                "missing-alt-text": Setting(severity=Severity.ERROR),
            },
        ),
        RulePreset(
            "solo",
            _("On one’s own"),
            _("For one person among many other tasks: few platforms, a slow rhythm that holds."),
            set={
                "empty-calendar": thresholds(days=7),
                "publishing-gap": thresholds(days=21),
                "too-many-platforms": thresholds(solo_cap=3),
            },
        ),
        RulePreset(
            "association",
            _("Association"),
            _("Calls for donations and ticket sales count as selling: more of them is fine, and members answer."),
            set={
                "promo-overload": thresholds(warn_above=50, error_above=70),
                "broadcast-only": thresholds(at_least=30),
                "publishing-gap": thresholds(days=21),
            },
        ),
        RulePreset(
            "agency",
            _("Agency"),
            _("For work that a client reads: a month planned ahead, no silence, and every picture has its words."),
            set={
                "empty-calendar": thresholds(days=28),
                "publishing-gap": thresholds(days=10),
                "missing-alt-text": Setting(severity=Severity.ERROR),
                "platform-without-persona": Setting(severity=Severity.ERROR),
            },
        ),
    )
}
