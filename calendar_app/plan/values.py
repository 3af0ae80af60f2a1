"""What a plan is made of: platforms, channels, people, objectives, posts. Plain values; see snapshot.Plan.

Words for statuses, kinds and reasons are those the models store. Whatever is not known is empty or None, and every
field but a number and a name has a default: a plan that says little is a plan all the same.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

# Platforms that nobody can take away: one's own site and letters.
OWNED = frozenset({"blog", "newsletter"})
# Where an address in a post is only letters: a link stands in the profile, if anywhere.
WITHOUT_LINKS = frozenset({"instagram", "tiktok", "snapchat", "bereal", "youtube_shorts"})


@dataclass(frozen=True, slots=True)
class Ref:
    """An object of the plan, by kind ("post", "channel", "persona", …) and number; its label is for people only."""

    kind: str
    id: int = 0
    label: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Platform:
    """A service of the catalogue. Frequencies are posts a week; lengths are in the unit `counting` names.

    Of `skills` all are needed; "photo|design" means either. `professional_bonus` is added to its share of an age group
    (see Cohort) for personas who use it at work.
    """

    slug: str
    name: str
    category: str = "main"
    maturity: str = "mature"
    is_conversational: bool = True
    effort: float = 1.0
    counting: str = "code_points"
    char_max: int | None = None
    title_max: int | None = None
    visible_chars: int | None = None
    hashtags_soft: int | None = None
    hashtags_max: int | None = None
    alt_max: int | None = None
    freq_min: float = 0.0
    freq_low: float = 0.0
    freq_high: float = 0.0
    freq_max: float = 0.0
    base_hours: float = 0.0
    skills: tuple[str, ...] = ()
    source: str = ""
    checked_on: date | None = None
    char_soft: int | None = None
    freq_confidence: str = "C"
    professional_bonus: int = 0

    @property
    def is_owned(self) -> bool:
        """Whether it is one's own place: what is built there stays."""
        return self.slug in OWNED

    @property
    def has_links(self) -> bool:
        """Whether an address in a post can be followed."""
        return self.slug not in WITHOUT_LINKS

    @property
    def skill_groups(self) -> tuple[frozenset[str], ...]:
        """What one has to know there: one skill at least of each group."""
        return tuple(frozenset(group.split("|")) for group in self.skills)


@dataclass(frozen=True, slots=True)
class Cohort:
    """How many of an age group use a platform in a country, in %; `kind` is cited (from a survey) or estimated."""

    platform: str
    country: str
    age_min: int
    age_max: int
    share: int
    kind: str = "cited"
    source: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial of a channel. It is under way until it has an outcome: adopt, extend or stop."""

    hypothesis: str = ""
    measure: str = ""
    threshold: str = ""
    start_on: date | None = None
    end_on: date | None = None
    budget_eur: Decimal | None = None
    owner: int | None = None
    outcome: str = ""
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A day of the week (1: Monday) and an hour that a channel keeps for a post."""

    weekday: int
    time: time


@dataclass(frozen=True, slots=True)
class AudienceCount:
    """How many people followed a channel on a day, and how many of them did something."""

    on: date
    followers: int
    active: int | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """One account on one platform; persona, objective and team numbers point into the same plan.

    `tests` and `audience` are the oldest first. `created_on` is the day on which someone wrote it down, `since` the one
    from which it spoke.
    """

    id: int
    platform: Platform
    name: str = ""
    status: str = "adopted"
    purpose: str = ""
    reason: str = ""
    personas: tuple[int, ...] = ()
    objectives: tuple[int, ...] = ()
    responder: int | None = None
    backup: int | None = None
    weekly_target: float | None = None
    own_char_max: int | None = None
    since: date | None = None
    left_on: date | None = None
    is_care_only: bool = False
    exit_kind: str = ""
    exit_reason: str = ""
    differentiator: str = ""
    account_url: str = ""
    created_on: date | None = None
    tests: tuple[Trial, ...] = ()
    slots: tuple[Slot, ...] = ()
    audience: tuple[AudienceCount, ...] = ()

    @property
    def label(self) -> str:
        return self.name or self.platform.name

    @property
    def ref(self) -> Ref:
        return Ref("channel", self.id, self.label)

    @property
    def is_in_use(self) -> bool:
        """Whether it speaks now: adopted or on trial."""
        return self.status in {"adopted", "testing"}

    @property
    def publishes(self) -> bool:
        """Whether posts are expected of it: in use, and not there only to answer."""
        return self.is_in_use and not self.is_care_only

    @property
    def char_max(self) -> int | None:
        """The longest text on this account: its own limit, else the platform's; None when nothing is known."""
        return self.own_char_max or self.platform.char_max

    @property
    def trial(self) -> Trial | None:
        """The trial under way."""
        return next((test for test in reversed(self.tests) if not test.outcome), None)


@dataclass(frozen=True, slots=True)
class Use:
    """That a persona uses a platform, how often, and how we know; `name` is the platform's for people."""

    platform: str
    usage: str = "weekly"
    evidence: str = ""
    name: str = ""

    @property
    def label(self) -> str:
        return self.name or self.platform


@dataclass(frozen=True, slots=True)
class Persona:
    id: int
    name: str
    status: str = "active"
    relation: str = "customer"
    role: str = "consumer"
    age_min: int | None = None
    age_max: int | None = None
    needs: tuple[str, ...] = ()
    expectations: str = ""
    evidence_type: str = ""
    last_reviewed_on: date | None = None
    wanted_share: int | None = None
    uses: tuple[Use, ...] = ()
    created_on: date | None = None

    @property
    def ref(self) -> Ref:
        return Ref("persona", self.id, self.name)


@dataclass(frozen=True, slots=True)
class Measure:
    """What an objective's indicator showed on a day."""

    on: date
    value: float


@dataclass(frozen=True, slots=True)
class Objective:
    """Something to reach. `kpi` is the catalogue's indicator and `kpi_family` its family: popularity, engagement or
    business; both are empty for one that was typed in. `measures` are the oldest first."""

    id: int
    statement: str
    kind: str = "visibility"
    status: str = "active"
    business_goal: str = ""
    kpi_name: str = ""
    kpi_unit: str = ""
    baseline: float | None = None
    target: float | None = None
    start_on: date | None = None
    due_on: date | None = None
    owner: int | None = None
    kpi: str = ""
    kpi_family: str = ""
    baseline_due_on: date | None = None
    is_campaign: bool = False
    measured_by: str = ""
    offline_attribution: str = ""
    closed_on: date | None = None
    personas: tuple[int, ...] = ()
    measures: tuple[Measure, ...] = ()

    @property
    def ref(self) -> Ref:
        return Ref("objective", self.id, self.statement)

    @property
    def has_indicator(self) -> bool:
        """Whether it says what is counted, from the catalogue or in its own words."""
        return bool(self.kpi or self.kpi_name)


@dataclass(frozen=True, slots=True)
class Pillar:
    """A recurring theme still in use; `target_share` in percent."""

    id: int
    name: str
    kind: str = "expertise"
    target_share: int | None = None

    @property
    def ref(self) -> Ref:
        return Ref("pillar", self.id, self.name)


@dataclass(frozen=True, slots=True)
class Campaign:
    """Some weeks in which posts pull together; both days are included."""

    id: int
    name: str
    start_on: date | None = None
    end_on: date | None = None
    objective: int | None = None
    is_paid: bool = False


@dataclass(frozen=True, slots=True)
class TeamMember:
    """Someone who works on the plan now, with the hours a week they have for it.

    `skills` is what they wrote themselves; `skill_set` are words of Platform.skills.
    """

    id: int
    name: str
    kind: str = "side_job"
    hours_per_week: float = 0.0
    skills: str = ""
    skill_set: tuple[str, ...] = ()
    stand_in: int | None = None
    ends_on: date | None = None

    @property
    def ref(self) -> Ref:
        return Ref("member", self.id, self.name)


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or a video; `has_captions` and `no_speech` only matter for a video."""

    id: int
    kind: str = "image"
    label: str = ""
    alt_text: str = ""
    is_decorative: bool = False
    has_captions: bool = False
    no_speech: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """One publication. `at` is its instant, `day` that instant’s day where the workspace is; None in the reserve.

    `owner` is an account, not a team member. `material_link` says what whoever speaks gets for it; empty: nothing.
    """

    id: int
    title: str = ""
    channel: int | None = None
    status: str = "planned"
    day: date | None = None
    at: datetime | None = None
    text: str = ""
    link: str = ""
    intent: str = ""
    value: str = ""
    about: str = ""
    invites_reply: bool = False
    media_type: str = "owned"
    persona: int | None = None
    persona_need: str = ""
    objective: int | None = None
    pillar: int | None = None
    owner: int | None = None
    adapted_from: int | None = None
    created_at: datetime | None = None
    campaign: int | None = None
    format: str = ""
    target_rung: int | None = None
    has_people: bool = False
    is_evergreen: bool = False
    minutes_planned: int | None = None
    minutes_spent: int | None = None
    material_link: str = ""
    partner: int | None = None
    platform_label: bool = False
    offer: str = ""
    offer_until: date | None = None
    offer_terms: str = ""
    prior_price: Decimal | None = None
    approved_at: datetime | None = None
    is_proposed: bool = False
    media: tuple[Media, ...] = ()

    @property
    def ref(self) -> Ref:
        return Ref("post", self.id, self.title)

    @property
    def is_commercial(self) -> bool:
        """Whether it sells. The declared intent is the truth; undeclared, bought space counts as selling."""
        return self.intent == "commercial" or (not self.intent and self.media_type == "paid")

    @property
    def is_service(self) -> bool:
        """Whether it only informs: opening hours, an alert, a notice."""
        return self.intent == "service"
