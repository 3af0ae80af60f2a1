"""What stands on the calendar: posts, and the occasions of the strategy. One query each, whatever their number."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time

from django.db.models import (
    Case,
    CharField,
    DateField,
    DateTimeField,
    F,
    IntegerField,
    Manager,
    OuterRef,
    QuerySet,
    Subquery,
    TimeField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, NullIf

from personas.models import Persona
from smplanner.statements import WORKSPACE, Asked, Rows, Statement
from smplanner.workspaces.models import Workspace

from .grid import Entry, place, span
from .models import (
    Campaign,
    Channel,
    ChannelTest,
    Closure,
    DayNote,
    KeyDate,
    ListeningPlan,
    Objective,
    Observance,
    Post,
    ReadinessAction,
    ReviewLog,
    SchoolBreak,
    Strategy,
)
from .occasions import SLOT, YEARLY, Kind, Row
from .plan import snapshot as plan
from .plan.reading import Read, of_rows, rows_of

# The reserve beside the calendar shows the newest; it is a tray, no archive.
FULL_TRAY = 200

ASKED_SPAN = (Asked("start", DateTimeField()), Asked("end", DateTimeField()))
# A post with a time is placed by its instant: what was written on its clock need not be read.
WHOLE_DAY = Case(When(local_time=None, then="local_date"))


def dated(workspace: Workspace, first: date, last: date) -> Sequence[Entry]:
    """The posts that stand on a day from `first` to `last` by the workspace's clock, in order of their instants."""
    zone = workspace.tz
    start, end = span(first, last, zone)

    def placed(rows: Rows) -> Sequence[Entry]:
        found = []
        for post, (version, whole_day) in of_rows(rows, zone, 2):
            day, clock = place(post.at, whole_day, zone)
            if first <= day <= last:
                found.append(_entry(post, version, day, clock))
        return tuple(found)

    return _DATED.made(placed, zone.key, first, last, start=start, end=end)


def _entry(post: plan.Post, version: int, day: date | None, clock: time | None) -> Entry:
    who = (post.id, post.title, post.channel, post.persona, post.pillar, post.status, version)
    return Entry(*who, day, clock, post.text, post, post.objective, post.owner, post.campaign)


def _dated() -> QuerySet:
    return rows_of(Post.objects.between(*ASKED_SPAN), "version", WHOLE_DAY)


_DATED = Statement(_dated)


def counted(workspace: Workspace, first: date, last: date, *, with_text: bool) -> Iterator[Entry]:
    """The posts of those days for a view that only counts them; `with_text` when words are looked for in them."""
    zone = workspace.tz
    start, end = span(first, last, zone)
    for at, whole_day, *facts in (_COUNTED_TEXTS if with_text else _COUNTED).rows(start=start, end=end):
        day, clock = place(at, whole_day, zone)
        if first <= day <= last:
            number, title, channel, persona, pillar, status, objective, owner, campaign, *text = facts
            who = (number, title, channel, persona, pillar, status, 0)
            yield Entry(*who, day, clock, *(text or [""]), None, objective, owner, campaign)


def _told_of(*more: str) -> QuerySet:
    facts = ("pk", "title", "channel", "persona", "pillar", "status", "objective", "owner", "campaign", *more)
    return Post.objects.between(*ASKED_SPAN).values_list("publish_at", WHOLE_DAY, *facts)


_COUNTED = Statement(_told_of)
_COUNTED_TEXTS = Statement(lambda: _told_of("text"))


def undated(workspace: Workspace) -> Sequence[Entry]:
    """The newest posts of the reserve, the newest first."""
    zone = workspace.tz

    def laid(rows: Rows) -> Sequence[Entry]:
        newest = sorted(of_rows(rows, zone, 2), key=_age, reverse=True)
        return tuple(_entry(post, version, None, None) for post, (version, _at) in newest)

    return _UNDATED.made(laid, zone.key)


def numbered(workspace: Workspace, numbers: Iterable[int]) -> Sequence[Entry]:
    """The posts of these numbers that are in the plan, wherever they stand, in order of their instants."""
    zone, found = workspace.tz, []
    rows = rows_of(Post.objects.filter(pk__in=list(numbers)), "version", WHOLE_DAY)
    for post, (version, whole_day) in of_rows(rows, zone, 2):
        day, clock = place(post.at, whole_day, zone) if post.at else (None, None)
        found.append(_entry(post, version, day, clock))
    return found


def _age(row: Read) -> tuple[datetime, int]:
    post, (_version, created_at) = row
    return created_at, post.id


def _undated() -> QuerySet:
    newest = Post.objects.reserve().values("pk")[:FULL_TRAY]
    # Said of the posts themselves as well: else all those of the workspace are walked through for the order of them.
    return rows_of(Post.objects.filter(publish_at=None, pk__in=newest), "version", "created_at")


_UNDATED = Statement(_undated)


# --- Occasions -----------------------------------------------------------------------------------------------------


def occasion_rows() -> list[Row]:
    """What the strategy of the workspace in scope says of days; occasions.between turns it into occasions."""
    return [Row(*row) for row in _OCCASIONS.rows()]


def calendar_rows(workspace: Workspace, today: date, language: str) -> list[Row]:
    """The same, with the slots from `today` on that wait to be written (see proposals.waiting), and the days that the
    catalogue knows in the workspace's country and region, named in `language`. One query, too.
    """
    region = workspace.region.removeprefix(f"{workspace.country}-")
    statement = _IN_ENGLISH if language.startswith("en") else _IN_FRENCH
    return [Row(*row) for row in statement.rows(today=today, country=workspace.country, region=region)]


def _occasions() -> Iterator[QuerySet]:
    sessions = {"day": "first_session_on", "clock": "session_time", "days": "cadence_days", "owner": "owner__user"}
    yield _told(ListeningPlan.objects, Kind.LISTENING, "plan", Value(""), **sessions)
    yield from _reviews()
    trials = ChannelTest.objects.filter(outcome="", end_on__isnull=False).exclude(channel__status=Channel.Status.LEFT)
    on_trial = {"id": "channel", "day": "end_on", "owner": "owner__user", "channel": "channel"}
    yield _told(trials, Kind.TRIAL, "channel", _channel_name("channel__"), **on_trial)
    dated = {"day": "due_on", "owner": "owner__user"}
    yield _told(ReadinessAction.objects.open(), Kind.ACTION, "action", F("text"), **dated)
    yield _told(Objective.objects.active(), Kind.OBJECTIVE, "objective", F("statement"), **dated)


def _of_the_house() -> Iterator[QuerySet]:
    """What the house knows of its own days. Subscriptions leave it out: they remind of what there is to do."""
    yield _told(DayNote.objects, Kind.NOTE, "note", F("text"), day="day")
    days = {"day": "first_day", "until": "last_day"}
    yield _told(KeyDate.objects.filter(is_yearly=True), Kind.KEY_DATE, YEARLY, F("name"), **days)
    yield _told(KeyDate.objects.filter(is_yearly=False), Kind.KEY_DATE, "", F("name"), **days)
    yield _told(SchoolBreak.objects, Kind.SCHOOL, F("zone"), F("name"), **days)
    yield _told(Closure.objects, Kind.CLOSED, "closure", F("label"), **days)
    dated = Campaign.objects.filter(start_on__isnull=False)
    yield _told(dated, Kind.CAMPAIGN, F("colour"), F("name"), day="start_on", until="end_on")


def _beside(name: str) -> Iterator[QuerySet]:
    """Days of the house, slots to be written, days of the catalogue with the field that holds their `name`."""
    yield from _of_the_house()
    slots = Post.objects.proposed().filter(local_date__gte=Asked("today", DateField()))
    yield _told(slots, SLOT, "post", F("title"), day="local_date", clock="local_time")
    known = Observance.objects.known_in(Asked("country", CharField()), Asked("region", CharField()))
    yield _told(known, F("kind"), F("rule"), F(name))


def review_rows() -> list[Row]:
    """All that is to be reviewed in the workspace in scope, with or without a day."""
    return [Row(*row) for row in _REVIEWS.rows()]


def _reviews() -> Iterator[QuerySet]:
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
    yield _told(Workspace.objects.filter(pk=WORKSPACE), Kind.REVIEW, "strategy", Value(""), **last)


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
    "until": DateField(),
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


def _together(parts: Iterable[QuerySet]) -> QuerySet:
    first, *others = parts
    return first.union(*others, all=True)


_REVIEWS = Statement(lambda: _together(_reviews()))
_OCCASIONS = Statement(lambda: _together(_occasions()))
_IN_FRENCH = Statement(lambda: _together((*_occasions(), *_beside("name_fr"))))
_IN_ENGLISH = Statement(lambda: _together((*_occasions(), *_beside("name_en"))))
