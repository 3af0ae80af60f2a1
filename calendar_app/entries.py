"""What stands on the calendar: posts, and the occasions of the strategy. One query each, whatever their number."""

from collections.abc import Iterator
from datetime import date

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
from .models import (
    Channel,
    ChannelTest,
    ListeningPlan,
    Objective,
    Observance,
    Post,
    ReadinessAction,
    ReviewLog,
    Strategy,
)
from .occasions import SLOT, Kind, Row

# The reserve beside the calendar shows the newest; it is a tray, no archive.
FULL_TRAY = 200

IDENTITY = ("pk", "title", "channel_id", "persona_id", "pillar_id", "status", "version")
MOMENT = ("publish_at", "local_date", "local_time")


def dated(workspace: Workspace, first: date, last: date) -> Iterator[Entry]:
    """The posts that stand on a day from `first` to `last` by the workspace's clock, in order of their instants."""
    zone = workspace.tz
    for row in Post.objects.between(*span(first, last, zone)).values_list(*IDENTITY, *MOMENT, "text"):
        day, clock = place(row[7], row[8], row[9], zone)
        if first <= day <= last:
            yield Entry(*row[:7], day, clock, row[10], row[7])


def undated(*, with_text: bool = False) -> Iterator[Entry]:
    """The newest posts of the reserve. Texts are long, and only read when someone searches in them."""
    text = ("text",) if with_text else ()
    for row in Post.objects.reserve().values_list(*IDENTITY, *text)[:FULL_TRAY]:
        yield Entry(*row[:7], None, None, *row[7:])


# --- Occasions -----------------------------------------------------------------------------------------------------


def occasion_rows(workspace: Workspace, *, slots_from: date | None = None, named_in: str = "") -> list[Row]:
    """What the strategy of the workspace in scope says of days; occasions.between turns it into occasions.

    With a day in `slots_from`, the slots from that day on which wait to be written come along (see proposals.waiting).
    With a language in `named_in`, so do the days that the catalogue knows in the workspace's country and region.
    """
    trials = ChannelTest.objects.filter(outcome="", end_on__isnull=False).exclude(channel__status=Channel.Status.LEFT)
    sessions = {"day": "first_session_on", "clock": "session_time", "days": "cadence_days", "owner": "owner__user"}
    on_trial = {"id": "channel", "day": "end_on", "owner": "owner__user", "channel": "channel"}
    dated = {"day": "due_on", "owner": "owner__user"}
    slots = Post.objects.proposed().filter(local_date__gte=slots_from) if slots_from else Post.objects.none()
    known = Observance.objects.known_in(workspace.country, workspace.region) if named_in else Observance.objects.none()
    name = F("name_en" if named_in.startswith("en") else "name_fr")
    return _read(
        _told(ListeningPlan.objects, Kind.LISTENING, "plan", Value(""), **sessions),
        *_reviews(workspace),
        _told(trials, Kind.TRIAL, "channel", _channel_name("channel__"), **on_trial),
        _told(ReadinessAction.objects.open(), Kind.ACTION, "action", F("text"), **dated),
        _told(Objective.objects.active(), Kind.OBJECTIVE, "objective", F("statement"), **dated),
        _told(slots, SLOT, "post", F("title"), day="local_date", clock="local_time"),
        _told(known, F("kind"), F("rule"), name),
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


def _told(rows: QuerySet | Manager, kind: str | F, about: str | F, name: Combinable, **columns: object) -> QuerySet:
    """`rows` with the columns of a Row; kind and about are the same for all of them, or a field as the others are."""
    given = {column: F(value) if isinstance(value, str) else value for column, value in columns.items()}
    return rows.order_by().values_list(
        kind if isinstance(kind, F) else Value(str(kind)),
        about if isinstance(about, F) else Value(about),
        given.pop("id", F("pk")),
        Cast(name, CharField()),
        *(given.get(column, Cast(Value(None), output)) for column, output in TYPES.items()),
    )


def _read(first: QuerySet, *others: QuerySet) -> list[Row]:
    return [Row(*row) for row in first.union(*others, all=True)]
