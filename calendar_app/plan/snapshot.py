"""The plan as plain values: what the rules read.

Nothing here knows Django or a clock. A plan is a value, so a draft or a move not yet made is checked by
`dataclasses.replace(plan, posts=…)`. Words for statuses, kinds and reasons are those the models store.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar

from . import effort, weeks
from .groundwork import (
    Absence,
    Action,
    Advocate,
    Answering,
    BudgetLine,
    Closure,
    CommunityCount,
    Criticism,
    Listening,
    Partner,
    Procedure,
    Readiness,
    ResponseCase,
    Review,
    Strategy,
    Voice,
)
from .values import (
    AudienceCount,
    Campaign,
    Channel,
    Cohort,
    Measure,
    Media,
    Objective,
    Persona,
    Pillar,
    Platform,
    Post,
    Ref,
    Slot,
    TeamMember,
    Trial,
    Use,
)

__all__ = [
    "PLAN",
    "Absence",
    "Action",
    "Advocate",
    "Answering",
    "AudienceCount",
    "BudgetLine",
    "Campaign",
    "Channel",
    "Closure",
    "Cohort",
    "CommunityCount",
    "Criticism",
    "Listening",
    "Measure",
    "Media",
    "Objective",
    "Partner",
    "Persona",
    "Pillar",
    "Plan",
    "Platform",
    "Post",
    "Procedure",
    "Readiness",
    "Ref",
    "ResponseCase",
    "Review",
    "Slot",
    "Strategy",
    "TeamMember",
    "Trial",
    "Use",
    "Voice",
]

PLAN = Ref("plan")
"""The plan as a whole."""

WORKDAYS = 5

Value = TypeVar("Value")


@dataclass(frozen=True)
class Plan:
    """A workspace's plan on the day `today`. Cancelled posts may be among `posts`; every measure leaves them out.

    `cohorts` are those of the workspace's own country. `holidays` and `sensitive_days` name days that are one, of the
    years that the posts touch. `approval` is what has to happen before a post goes out: none, optional, required or
    two_steps. Reviews are the oldest first.
    """

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
    listening: Listening = field(default_factory=Listening)
    strategy: Strategy = field(default_factory=Strategy)
    posts: tuple[Post, ...] = ()
    approval: str = "optional"
    campaigns: tuple[Campaign, ...] = ()
    closures: tuple[Closure, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)
    sensitive_days: Mapping[date, str] = field(default_factory=dict)
    voice: Voice = field(default_factory=Voice)
    readiness: Readiness = field(default_factory=Readiness)
    actions: tuple[Action, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    answering: Answering = field(default_factory=Answering)
    criticism: tuple[Criticism, ...] = ()
    partners: tuple[Partner, ...] = ()
    advocates: tuple[Advocate, ...] = ()
    community: tuple[CommunityCount, ...] = ()
    reviews: tuple[Review, ...] = ()
    budget: tuple[BudgetLine, ...] = ()
    absences: tuple[Absence, ...] = ()

    @cached_property
    def worked_out(self) -> dict[str, Any]:
        """What one reader of this plan worked out for others that ask again, by a name. It goes when the plan goes."""
        return {}

    # --- Of the workspace ------------------------------------------------------------------------------------------

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

    @property
    def is_solo(self) -> bool:
        """Whether one person does all of it, as far as anybody said."""
        return len(self.team) <= 1

    # --- By number -------------------------------------------------------------------------------------------------

    @cached_property
    def channel_by_id(self) -> Mapping[int, Channel]:
        return {channel.id: channel for channel in self.channels}

    @cached_property
    def objective_by_id(self) -> Mapping[int, Objective]:
        return {objective.id: objective for objective in self.objectives}

    @cached_property
    def pillar_by_id(self) -> Mapping[int, Pillar]:
        return {pillar.id: pillar for pillar in self.pillars}

    @cached_property
    def partner_by_id(self) -> Mapping[int, Partner]:
        return {partner.id: partner for partner in self.partners}

    @cached_property
    def member_by_id(self) -> Mapping[int, TeamMember]:
        """Those who work on the plan now: a number that is not there is of someone who left."""
        return {member.id: member for member in self.team}

    @cached_property
    def post_by_id(self) -> Mapping[int, Post]:
        return {post.id: post for post in self.posts}

    # --- What is active --------------------------------------------------------------------------------------------

    @cached_property
    def channels_in_use(self) -> tuple[Channel, ...]:
        return tuple(channel for channel in self.channels if channel.is_in_use)

    @cached_property
    def active_personas(self) -> tuple[Persona, ...]:
        return tuple(persona for persona in self.personas if persona.status == "active")

    @cached_property
    def active_objectives(self) -> tuple[Objective, ...]:
        return tuple(objective for objective in self.objectives if objective.status == "active")

    # --- Reviews ---------------------------------------------------------------------------------------------------

    @cached_property
    def reviews_of_channel(self) -> Mapping[int, Sequence[Review]]:
        """The reviews of each channel that has some, the oldest first."""
        return _grouped((review.channel, review) for review in self.reviews)

    # --- Posts -----------------------------------------------------------------------------------------------------

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
    def _dated_on(self) -> Mapping[int, Sequence[Post]]:
        return _grouped((post.channel, post) for post in self.dated)

    @cached_property
    def _days_on(self) -> Mapping[int, list[date]]:
        return {number: [post.day for post in posts if post.day] for number, posts in self._dated_on.items()}

    def posts_on(self, channel: Channel, start: date = date.min, end: date = date.max) -> Sequence[Post]:
        """Dated posts of a channel from the day `start` up to, but without, the day `end`, in order."""
        days = self._days_on.get(channel.id, [])
        return self._dated_on.get(channel.id, ())[bisect_left(days, start) : bisect_left(days, end)]

    def posts_of_week(self, number: int) -> Sequence[Post]:
        """Dated posts of the week with that number (see weeks), in order."""
        start = weeks.monday(number)
        return self.between(start, start + weeks.A_WEEK)

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

    # --- Days on which nothing is expected -------------------------------------------------------------------------

    @cached_property
    def _closed(self) -> tuple[tuple[date, date], ...]:
        """First and last days of the closures, in order; those that touch are one."""
        spans: list[tuple[date, date]] = []
        for start, end in sorted((one.first_day, one.last_day) for one in self.closures):
            if spans and (start - spans[-1][1]).days <= 1:
                spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
            else:
                spans.append((start, end))
        return tuple(spans)

    def is_closed_on(self, day: date) -> bool:
        """Whether nothing is expected of that day."""
        return any(first <= day <= last for first, last in self._closed)

    def closed_days(self, start: date, end: date) -> int:
        """How many days from `start` up to, but without, `end` are closed."""
        spans = ((max(first, start), min(last, end - timedelta(days=1))) for first, last in self._closed)
        return sum(max(0, (last - first).days + 1) for first, last in spans)

    # --- Hours -----------------------------------------------------------------------------------------------------

    @cached_property
    def _learnt(self) -> Mapping[str, float]:
        return effort.learnt((post.format, post.minutes_spent) for post in self.posts)

    def hours_for(self, post: Post) -> float:
        """What a post takes: what someone noted down, else what posts of its format took here, else an estimate."""
        if post.minutes_planned is not None:
            return post.minutes_planned / 60
        channel = self.channel_by_id.get(post.channel) if post.channel is not None else None
        platform = channel.platform.slug if channel else ""
        return effort.hours(post.format, platform, self._learnt, is_adapted=post.adapted_from is not None)

    @cached_property
    def standing_hours(self) -> float:
        """Hours a week that no post adds to: being there on the channels in use, planning, listening, measuring."""
        being_there = sum(channel.platform.base_hours for channel in self.channels_in_use)
        return being_there + effort.in_any_case(self.listening.hours_per_week)

    @cached_property
    def planned_hours(self) -> Mapping[date, float]:
        """Hours that each week asks for, by its Monday, of the weeks from this one on in which something is planned."""
        found: dict[date, float] = {}
        for day, post in ((post.day, post) for post in self.between(self._this_week, date.max) if post.day):
            monday = day - timedelta(days=day.weekday())
            found[monday] = found.get(monday, self.standing_hours) + self.hours_for(post)
        return found

    @property
    def _this_week(self) -> date:
        return self.today - timedelta(days=self.today.weekday())

    def available_hours(self, monday: date) -> float:
        """Hours that people have in the week of that Monday; whoever is away on a workday has a fifth less."""
        return sum(
            member.hours_per_week * self._present(member, monday) / WORKDAYS
            for member in self.team
            if member.hours_per_week
        )

    def _present(self, member: TeamMember, monday: date) -> int:
        """On how many of the five workdays that begin with `monday` a member is there."""
        away = self._absences_of.get(member.id, ())
        days = (monday + timedelta(days=number) for number in range(WORKDAYS))
        return sum(
            1
            for day in days
            if (member.ends_on is None or day <= member.ends_on)
            and not any(one.first_day <= day <= one.last_day for one in away)
        )

    @cached_property
    def _absences_of(self) -> Mapping[int, Sequence[Absence]]:
        return _grouped((absence.member, absence) for absence in self.absences)

    # --- What has to do with what ----------------------------------------------------------------------------------

    def concerns(self, ref: Ref, *, channel: int | None = None, persona: int | None = None) -> bool:
        """Whether `ref` has to do with that channel and that persona (either may be left out)."""
        return (channel is None or channel in self._channels_of(ref)) and (
            persona is None or persona in self._personas_of(ref)
        )

    def stands_between(self, ref: Ref, since: date | None, until: date | None) -> bool:
        """Whether `ref` belongs to the days from `since` to `until`, both included, either of them open.

        A post without a day, in the reserve, belongs to none; what is no post and no week belongs to all.
        """
        first, last = since or date.min, until or date.max
        if ref.kind == weeks.WEEK:
            monday = weeks.monday(ref.id)
            return first <= monday + weeks.A_WEEK - timedelta(days=1) and monday <= last
        if ref.kind != "post":
            return True
        post = self.post_by_id.get(ref.id)
        return post is not None and post.day is not None and first <= post.day <= last

    def _channels_of(self, ref: Ref) -> tuple[int, ...]:
        if ref.kind == "channel":
            return (ref.id,)
        if ref.kind == "persona":
            return tuple(channel.id for channel in self.channels if ref.id in channel.personas)
        if ref.kind == "objective":
            return tuple(channel.id for channel in self.channels if ref.id in channel.objectives)
        if ref.kind == weeks.WEEK:
            return tuple({post.channel for post in self.posts_of_week(ref.id) if post.channel is not None})
        post = self.post_by_id.get(ref.id) if ref.kind == "post" else None
        return () if post is None or post.channel is None else (post.channel,)

    def _personas_of(self, ref: Ref) -> tuple[int, ...]:
        if ref.kind == "persona":
            return (ref.id,)
        if ref.kind == "objective" and ref.id in self.objective_by_id:
            return self.objective_by_id[ref.id].personas
        if ref.kind == weeks.WEEK:
            return tuple({number for post in self.posts_of_week(ref.id) for number in self._personas_of(post.ref)})
        post = self.post_by_id.get(ref.id) if ref.kind == "post" else None
        if post is not None and post.persona is not None:
            return (post.persona,)
        channels = [self.channel_by_id.get(number) for number in self._channels_of(ref)]
        return tuple(persona for channel in channels if channel is not None for persona in channel.personas)


def _moment(post: Post) -> tuple[date, bool, datetime | None, int]:
    # Instants are compared with instants only: of two posts without one, the number decides.
    return post.day or date.max, post.at is not None, post.at, post.id


def _grouped(pairs: Iterable[tuple[int | None, Value]]) -> Mapping[int, Sequence[Value]]:
    """Values by their number, in the order in which they come; those without a number are left out."""
    found: dict[int, list[Value]] = defaultdict(list)
    for number, value in pairs:
        if number is not None:
            found[number].append(value)
    return dict(found)
