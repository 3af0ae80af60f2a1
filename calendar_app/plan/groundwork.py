"""What a plan stands on: the voice, readiness, listening, answers, means, partners, reviews. Plain values.

As in values: words are those the models store, and whatever is not known is empty or None.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .values import Ref


@dataclass(frozen=True, slots=True)
class Listening:
    """How the organisation listens: kinds of places in use, families of words watched for, and what was heard.

    `since` is the day that someone chose, else that of the first thing noted.
    """

    purposes: tuple[str, ...] = ()
    cadence_days: int | None = None
    owner: int | None = None
    hours_per_week: float | None = None
    places: tuple[str, ...] = ()
    keyword_families: tuple[str, ...] = ()
    since: date | None = None
    first_session_on: date | None = None
    alert_rule: str = ""
    insights: int = 0
    last_insight_on: date | None = None


@dataclass(frozen=True, slots=True)
class Strategy:
    """What of the strategy is written: the keys of the sections that hold a text."""

    written: frozenset[str] = frozenset()
    horizon_months: int | None = None
    started_on: date | None = None
    external_link: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """How the brand speaks, and what it is there for."""

    mission: str = ""
    promise: str = ""
    values: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    we_say: str = ""
    we_never_say: str = ""


@dataclass(frozen=True, slots=True)
class Readiness:
    """The three questions (yes, no, unsure; empty: not answered), the state of play, and the website."""

    in_interest: str = ""
    is_ready: str = ""
    fits_philosophy: str = ""
    audit_done_on: date | None = None
    website_url: str = ""
    website_overhauled_on: date | None = None
    website_mobile: str = ""
    existing_material: str = ""
    other_channels: str = ""
    is_retrospective: bool = False
    buys_audience: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do about a question (in_interest, is_ready, fits_philosophy, website, training, other)."""

    question: str
    text: str = ""
    skill: str = ""
    owner: int | None = None
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Procedure:
    """A way of doing things (approval, response, crisis); without a text it is not written down."""

    kind: str
    text: str = ""
    owner: int | None = None
    reviewed_on: date | None = None


@dataclass(frozen=True, slots=True)
class ResponseCase:
    """What is done in one kind of case: question, technical, compliment, complaint, insult or crisis."""

    kind: str
    action: str = ""
    within_hours: int | None = None
    who: int | None = None
    personal: bool = True
    example: str = ""


@dataclass(frozen=True, slots=True)
class Answering:
    """How the organisation answers. `exists` says whether anything was written down at all."""

    exists: bool = False
    opening_hours: str = ""
    auto_reply: str = ""
    templates_only: bool = False
    moderation: str = ""
    cases: tuple[ResponseCase, ...] = ()

    def case(self, kind: str) -> ResponseCase | None:
        """What is done in a case of this kind, once it was decided."""
        return next((case for case in self.cases if case.kind == kind and case.action), None)


@dataclass(frozen=True, slots=True)
class Criticism:
    """A criticism that was heard; open until `closed_on`."""

    id: int
    on: date
    theme: str = ""
    justified: str = ""
    action: str = ""
    answered_publicly: bool = False
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """Someone who speaks of us for something in return; `value_eur` is what it is worth a year."""

    id: int
    name: str
    counterpart: str = "none"
    value_eur: Decimal | None = None
    contract_on: date | None = None
    free_opinion: bool = True
    label_text: str = ""

    @property
    def ref(self) -> Ref:
        return Ref("partner", self.id, self.name)


@dataclass(frozen=True, slots=True)
class Advocate:
    """Someone who speaks up for us, on a rung of the ladder of taking part (1 the crowd … 9 ambassadors)."""

    id: int
    label: str = ""
    rung: int = 9
    last_contact_on: date | None = None


@dataclass(frozen=True, slots=True)
class CommunityCount:
    """How many people stood on a rung of the ladder on a day."""

    rung: int
    people: int
    on: date


@dataclass(frozen=True, slots=True)
class Review:
    """One time that a persona, a channel or (neither) the strategy was questioned: yes, no, unsure, and a decision."""

    on: date
    persona: int | None = None
    channel: int | None = None
    still_there: str = ""
    behaviour_changed: str = ""
    learns: str = ""
    listens: str = ""
    proves: str = ""
    fits_values: str = ""
    decision: str = ""
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """Euros a month for one thing: production, promotion, listening, measurement, training or tool."""

    kind: str
    monthly_eur: Decimal = Decimal(0)
    is_in_kind: bool = False


@dataclass(frozen=True, slots=True)
class Absence:
    """Days, both included, on which a team member is away."""

    member: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Closure:
    """Days, both included, on which nothing is expected of the calendar: closed, or out of season."""

    first_day: date
    last_day: date
    label: str = ""
