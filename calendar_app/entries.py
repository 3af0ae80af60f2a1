"""What stands on the calendar: posts, and the occasions of the strategy. One query each, whatever their number."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import (
    CharField,
    DateField,
    F,
    IntegerField,
    Manager,
    OuterRef,
    QuerySet,
    Subquery,
    TimeField,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, NullIf

from personas.models import Persona
from smplanner.workspaces.models import Workspace

from .grid import Entry, place, span
from .models import Channel, ChannelTest, ListeningPlan, Objective, Post, ReadinessAction, ReviewLog, Strategy
from .occasions import SLOT, Kind, Row
from .plan.reading import Read, read

# The reserve beside the calendar shows the newest; it is a tray, no archive.
FULL_TRAY = 200


def dated(workspace: Workspace, first: date, last: date) -> Iterator[Entry]:
    """The posts that stand on a day from `first` to `last` by the workspace's clock, in order of their instants."""
    zone = workspace.tz
    posts = Post.objects.between(*span(first, last, zone))
    for post, (version, local_date, local_time) in read(posts, zone, "version", "local_date", "local_time"):
        day, clock = place(post.at, local_date, local_time, zone)
        if first <= day <= last:
            who = (post.id, post.title, post.channel, post.persona, post.pillar, post.status, version)
            yield Entry(*who, day, clock, post.text, post)


def undated(workspace: Workspace) -> list[Entry]:
    """The newest posts of the reserve, the newest first."""
    newest = Post.objects.reserve().values("pk")[:FULL_TRAY]
    rows = sorted(
        read(Post.objects.filter(pk__in=newest), workspace.tz, "version", "created_at"), key=_age, reverse=True
    )
    return [
        Entry(
            *(post.id, post.title, post.channel, post.persona, post.pillar, post.status, version),
            *(None, None, post.text, post),
        )
        for post, (version, _at) in rows
    ]


def _age(row: Read) -> tuple[datetime, int]:
    post, (_version, created_at) = row
    return created_at, post.id


# --- Occasions -----------------------------------------------------------------------------------------------------


def occasion_rows(workspace: Workspace, slots_from: date | None = None) -> list[Row]:
    """What the strategy of the workspace in scope says of days; occasions.between turns it into occasions.

    With a day in `slots_from`, the slots from that day on which wait to be written come along (see proposals.waiting).
    """
    trials = ChannelTest.objects.filter(outcome="", end_on__isnull=False).exclude(channel__status=Channel.Status.LEFT)
    sessions = {"day": "first_session_on", "clock": "session_time", "days": "cadence_days", "owner": "owner__user"}
    on_trial = {"id": "channel", "day": "end_on", "owner": "owner__user", "channel": "channel"}
    dated = {"day": "due_on", "owner": "owner__user"}
    slots = Post.objects.proposed().filter(local_date__gte=slots_from) if slots_from else Post.objects.none()
    return _read(
        _told(ListeningPlan.objects, Kind.LISTENING, "plan", Value(""), **sessions),
        *_reviews(workspace),
        _told(trials, Kind.TRIAL, "channel", _channel_name("channel__"), **on_trial),
        _told(ReadinessAction.objects.open(), Kind.ACTION, "action", F("text"), **dated),
        _told(Objective.objects.active(), Kind.OBJECTIVE, "objective", F("statement"), **dated),
        _told(slots, SLOT, "post", F("title"), day="local_date", clock="local_time"),
    )


def review_rows(workspace: Workspace) -> list[Row]:
    """All that is to be reviewed in the workspace in scope, with or without a day."""
    return _read(*_reviews(workspace))


def _reviews(workspace: Workspace) -> Iterator[QuerySet]:
    """Personas that are not archived, channels that were not left, and the strategy as a whole."""
    personas = Persona.objects.exclude(status=Persona.Status.ARCHIVED)
    last = {"day": _latest("next_on", persona=OuterRef("pk")), "asked": "last_reviewed_on", "owner": "owner"}
    yield _told(personas, Kind.REVIEW, "persona", F("name"), **last, persona="pk")
    channels = Channel.objects.exclude(status=Channel.Status.LEFT)
    last = {
        "day": _latest("next_on", channel=OuterRef("pk")),
        "asked": Coalesce(_latest("on", channel=OuterRef("pk")), "since"),
        "owner": "responder__user",
    }
    yield _told(channels, Kind.REVIEW, "channel", _channel_name(), **last, channel="pk")
    began = Strategy.objects.order_by().values("started_on")[:1]
    last = {
        "day": _latest("next_on", persona=None, channel=None),
        "asked": Coalesce(_latest("on", persona=None, channel=None), Subquery(began)),
    }
    yield _told(Workspace.objects.filter(pk=workspace.pk), Kind.REVIEW, "strategy", Value(""), **last)


def _latest(field: str, **subject: object) -> Subquery:
    """A field of the latest review of a subject."""
    return Subquery(ReviewLog.objects.filter(**subject).order_by("-on", "-pk").values(field)[:1])


def _channel_name(way: str = "") -> Coalesce:
    return Coalesce(NullIf(f"{way}name", Value("")), f"{way}platform__name")


# The columns of a Row after its name. Those that a kind of row lacks are null, of a type that PostgreSQL must be told.
TYPES = {
    "day": DateField(),
    "asked": DateField(),
    "clock": TimeField(),
    "days": IntegerField(),
    "owner": IntegerField(),
    "channel": IntegerField(),
    "persona": IntegerField(),
}


def _told(rows: QuerySet | Manager, kind: str, about: str, name: Combinable, **columns: object) -> QuerySet:
    """`rows` with the columns of a Row, each given as a field or an expression."""
    given = {column: F(value) if isinstance(value, str) else value for column, value in columns.items()}
    return rows.order_by().values_list(
        Value(str(kind)),
        Value(about),
        given.pop("id", F("pk")),
        Cast(name, CharField()),
        *(given.get(column, Cast(Value(None), output)) for column, output in TYPES.items()),
    )


def _read(first: QuerySet, *others: QuerySet) -> list[Row]:
    return [Row(*row) for row in first.union(*others, all=True)]
