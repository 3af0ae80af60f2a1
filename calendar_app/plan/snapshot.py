"""The plan as plain values: what the rules read.

Nothing here knows Django or a clock. A plan is a value, so a draft or a move not yet made is checked by
`dataclasses.replace(plan, posts=…)`. Words for statuses, kinds and reasons are those the models store.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Ref:
    """An object of the plan, by kind ("post", "channel", "persona", …) and number; its label is for people only."""

    kind: str
    id: int = 0
    label: str = field(default="", compare=False)


PLAN = Ref("plan")
"""The plan as a whole."""


@dataclass(frozen=True, slots=True)
class Platform:
    """A service of the catalogue. Frequencies are posts a week; lengths are in the unit `counting` names."""

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


@dataclass(frozen=True, slots=True)
class Channel:
    """One account on one platform; persona, objective and team numbers point into the same plan."""

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
    def char_max(self) -> int | None:
        """The longest text on this account: its own limit, else the platform's; None when nothing is known."""
        return self.own_char_max or self.platform.char_max


@dataclass(frozen=True, slots=True)
class Use:
    """That a persona uses a platform, how often, and how we know."""

    platform: str
    usage: str = "weekly"
    evidence: str = ""


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

    @property
    def ref(self) -> Ref:
        return Ref("persona", self.id, self.name)


@dataclass(frozen=True, slots=True)
class Objective:
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

    @property
    def ref(self) -> Ref:
        return Ref("objective", self.id, self.statement)


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
class TeamMember:
    """Someone who works on the plan now, with the hours a week they have for it."""

    id: int
    name: str
    kind: str = "side_job"
    hours_per_week: float = 0.0
    skills: str = ""

    @property
    def ref(self) -> Ref:
        return Ref("member", self.id, self.name)


@dataclass(frozen=True, slots=True)
class Listening:
    """How the organisation listens: kinds of places in use, families of words watched for."""

    purposes: tuple[str, ...] = ()
    cadence_days: int | None = None
    owner: int | None = None
    hours_per_week: float | None = None
    places: tuple[str, ...] = ()
    keyword_families: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Strategy:
    """What of the strategy is written: the keys of the sections that hold a text."""

    written: frozenset[str] = frozenset()
    horizon_months: int | None = None
    started_on: date | None = None
    external_link: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    id: int
    kind: str = "image"
    label: str = ""
    alt_text: str = ""
    is_decorative: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """One publication. `at` is its instant, `day` that instant’s day where the workspace is; None in the reserve."""

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
    media: tuple[Media, ...] = ()

    @property
    def ref(self) -> Ref:
        return Ref("post", self.id, self.title)

    @property
    def is_commercial(self) -> bool:
        """Whether it sells. The declared intent is the truth; undeclared, bought space counts as selling."""
        return self.intent == "commercial" or (not self.intent and self.media_type == "paid")


@dataclass(frozen=True)
class Plan:
    """A workspace's plan on the day `today`. Cancelled posts may be among `posts`; every measure leaves them out."""

    today: date
    created_on: date
    country: str = "FR"
    language: str = "fr"
    market: str = "b2c"
    channels: tuple[Channel, ...] = ()
    personas: tuple[Persona, ...] = ()
    objectives: tuple[Objective, ...] = ()
    pillars: tuple[Pillar, ...] = ()
    team: tuple[TeamMember, ...] = ()
    listening: Listening = Listening()
    strategy: Strategy = Strategy()
    posts: tuple[Post, ...] = ()

    @property
    def age_days(self) -> int:
        """Days since the workspace was made."""
        return (self.today - self.created_on).days

    @cached_property
    def hours_per_week(self) -> float:
        """Hours that all people together have for it; 0 when nobody said."""
        return sum(member.hours_per_week for member in self.team)

    @property
    def people(self) -> int:
        return len(self.team)

    @cached_property
    def channel_by_id(self) -> Mapping[int, Channel]:
        return {channel.id: channel for channel in self.channels}

    @cached_property
    def channels_in_use(self) -> tuple[Channel, ...]:
        return tuple(channel for channel in self.channels if channel.is_in_use)

    @cached_property
    def active_personas(self) -> tuple[Persona, ...]:
        return tuple(persona for persona in self.personas if persona.status == "active")

    @cached_property
    def active_objectives(self) -> tuple[Objective, ...]:
        return tuple(objective for objective in self.objectives if objective.status == "active")

    @cached_property
    def dated(self) -> tuple[Post, ...]:
        """Posts with a day, in order: dated ideas and posted ones count, cancelled ones and those of a channel that is
        paused or left do not."""
        silent = {channel.id for channel in self.channels if not channel.is_in_use}
        found = [
            post
            for post in self.posts
            if post.day is not None and post.status != "cancelled" and post.channel not in silent
        ]
        return tuple(sorted(found, key=_moment))

    @cached_property
    def _days(self) -> list[date]:
        return [post.day for post in self.dated if post.day is not None]

    def ahead(self, days: int) -> Sequence[Post]:
        """Dated posts of the `days` days that begin with today."""
        return self.between(self.today, self.today + timedelta(days=days))

    def between(self, start: date, end: date) -> Sequence[Post]:
        """Dated posts from the day `start` up to, but without, the day `end`."""
        return self.dated[bisect_left(self._days, start) : bisect_left(self._days, end)]

    @cached_property
    def posts_by_channel(self) -> Mapping[Channel, Sequence[Post]]:
        """Dated posts of each channel in use, in order; every such channel is there."""
        found: dict[int | None, list[Post]] = defaultdict(list)
        for post in self.dated:
            found[post.channel].append(post)
        return {channel: found[channel.id] for channel in self.channels_in_use}

    @cached_property
    def in_preparation(self) -> tuple[Post, ...]:
        """Posts whose words can still be changed before they go out: not posted, not cancelled, not past, and more than
        a note of the reserve."""
        return tuple(post for post in self.posts if self._is_in_preparation(post))

    def _is_in_preparation(self, post: Post) -> bool:
        if post.status in {"posted", "cancelled"}:
            return False
        if post.day is None:
            return post.status != "idea"
        return post.day >= self.today

    def concerns(self, ref: Ref, *, channel: int | None = None, persona: int | None = None) -> bool:
        """Whether `ref` has to do with that channel and that persona (either may be left out)."""
        return (channel is None or channel in self._channels_of(ref)) and (
            persona is None or persona in self._personas_of(ref)
        )

    @cached_property
    def _post_by_id(self) -> Mapping[int, Post]:
        return {post.id: post for post in self.posts}

    def _channels_of(self, ref: Ref) -> tuple[int, ...]:
        if ref.kind == "channel":
            return (ref.id,)
        if ref.kind == "persona":
            return tuple(channel.id for channel in self.channels if ref.id in channel.personas)
        post = self._post_by_id.get(ref.id) if ref.kind == "post" else None
        return () if post is None or post.channel is None else (post.channel,)

    def _personas_of(self, ref: Ref) -> tuple[int, ...]:
        if ref.kind == "persona":
            return (ref.id,)
        post = self._post_by_id.get(ref.id) if ref.kind == "post" else None
        if post is not None and post.persona is not None:
            return (post.persona,)
        channels = [self.channel_by_id.get(number) for number in self._channels_of(ref)]
        return tuple(persona for channel in channels if channel is not None for persona in channel.personas)


def _moment(post: Post) -> tuple[date, bool, datetime | None, int]:
    # Instants are compared with instants only: of two posts without one, the number decides.
    return post.day or date.max, post.at is not None, post.at, post.id
