"""Single posts on their day: approved in time, meant for someone, in keeping with the day, with someone to answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated

from calendar_app.plan.examples import MONDAY, beside, post
from calendar_app.plan.snapshot import Channel, Plan, Post

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import Listed, Prose, ngettext_lazy
from .prose import gettext_lazy as _

IN_EIGHT_DAYS = MONDAY + timedelta(days=8)


@rule(
    "unapproved-soon",
    Severity.WARNING,
    point=Point.CALENDAR,
    scope=("post",),
    seeds=("S2-18",),
    sources=(sources.COMPLICATED,),
    grade="C",
    needs=("posts",),
    title=_("Soon due, and not approved"),
    why=_("An approval that comes an hour before leaves no time to correct anything, and one that is forgotten, none."),
    instead=_("Ask whoever approves today, or move the post by a few days."),
    message=_("It goes out on %(day)s and is not approved yet."),
    measured=_("where it stands: %(status)s"),
    benchmark=ngettext_lazy("approved %(days)d day before", "approved %(days)d days before", "days"),
    caution=_(
        "Only said where somebody has to approve; where approval is optional, only of posts that wait for a reader."
    ),
    fix=Fix("post.edit", _("Have it approved"), "status"),
    flagged=Example(
        _("Every post is approved by someone; tomorrow’s is still a draft."),
        lambda: replace(beside(post(50, 1, status="draft")), approval="required", posts=_approved(post(50, 1))),
    ),
    fine=Example(
        _("The same house; tomorrow’s post is approved."),
        lambda: replace(beside(), approval="required", posts=_approved()),
    ),
)
def unapproved_soon(plan: Plan, *, days: Annotated[int, _("days before, today included"), Between(1, 14)] = 2) -> Hits:
    waiting = _WAITING.get(plan.approval, ())
    for one in plan.ahead(days):
        if one.status in waiting:
            yield Hit(one.ref, {"day": one.day, "status": STATUSES[one.status]})


def _approved(*others: Post) -> tuple[Post, ...]:
    """The bakery's posts, approved, and others as a draft."""
    drafts = (replace(one, status="draft") for one in others)
    return (*(replace(one, status="approved") for one in beside().posts), *drafts)


STATUSES: dict[str, Prose] = {
    "idea": _("Idea"),
    "planned": _("Planned"),
    "draft": _("Draft"),
    "in_review": _("To review"),
}
# How far a post may be without being approved, by what has to happen before one goes out.
_WAITING: dict[str, Sequence[str]] = {
    "optional": ("in_review",),
    "required": tuple(STATUSES),
    "two_steps": tuple(STATUSES),
}


@rule(
    "unlinked-post",
    Severity.INFO,
    point=Point.CALENDAR,
    scope=("post",),
    seeds=("S4-23", "S0-18"),
    sources=(sources.WHAT_AND_WHY, sources.MYTHS),
    needs=("posts",),
    title=_("A post for nobody in particular"),
    why=_("A post is worth its time when one knows for whom it is and what it is to bring about."),
    instead=_("Choose the persona and the objective: two clicks, or the sign that it can go."),
    message=_("It does not say %(missing)s."),
    measured=_("missing: %(missing)s"),
    benchmark=_("a persona and an objective for every post"),
    caution=_(
        "Where the channel, or the whole plan, knows a single persona and a single objective, the post need not repeat "
        "them. Ideas, notices, and posts of a plan without personas are left out."
    ),
    fix=Fix("post.edit", _("Say for whom and what for"), "%(field)s"),
    flagged=Example(
        _("A post on a platform where the bakery meets two personas; it says for neither."),
        lambda: _two_personas(post(50, 5, persona=None)),
    ),
    fine=Example(
        _("A post that does not name Inès, on a platform that is there for her alone."),
        lambda: beside(post(50, 5, persona=None)),
    ),
)
def unlinked_post(plan: Plan) -> Hits:
    if not plan.active_personas:
        return
    persons = {one.id for one in plan.active_personas}
    aims = {one.id for one in plan.active_objectives}
    # By channel: whether a post there has to say for whom, and what for.
    unclear = {one.id: (_is_unclear(one.personas, persons), _is_unclear(one.objectives, aims)) for one in plan.channels}
    elsewhere = (len(persons) > 1, len(aims) > 1)
    for one in plan.in_preparation:
        if (one.persona is not None and one.objective is not None) or one.status == "idea" or one.is_service:
            continue
        if one.day is None or one.is_proposed:
            continue
        whom, what = elsewhere if one.channel is None else unclear.get(one.channel, elsewhere)
        missing = [
            *([(_("for whom it is"), "persona")] if whom and one.persona is None else []),
            *([(_("what it is to bring about"), "objective")] if what and one.objective is None else []),
        ]
        if missing:
            yield Hit(one.ref, {"missing": Listed(tuple(name for name, _f in missing)), "field": missing[0][1]})


def _is_unclear(named: Sequence[int], active: set[int]) -> bool:
    """Whether there is more than one to choose from: of those that the channel names, else of all."""
    return len(active.intersection(named) or active) > 1


def _two_personas(*more: Post) -> Plan:
    plan = beside(*more)
    paul = replace(plan.personas[0], id=2, name="Paul")
    channels = tuple(replace(one, personas=(1, 2)) for one in plan.channels)
    return replace(plan, personas=(*plan.personas, paul), channels=channels)


# --- Days unlike the others ----------------------------------------------------------------------------------------


def _on_days(plan: Plan, days: Mapping[date, str]) -> Iterator[tuple[Post, str]]:
    """Posts in preparation on days that have a name, with it."""
    if days:
        for one in plan.in_preparation:
            if one.day is not None and one.day in days:
                yield one, days[one.day]


@rule(
    "seasonal-clash",
    Severity.WARNING,
    point=Point.CALENDAR,
    scope=("post",),
    seeds=("S2-17",),
    sources=(sources.COMPLICATED,),
    grade="C",
    needs=("posts",),
    title=_("Selling on a day of remembrance"),
    why=_("On a day on which people remember their dead, an offer does harm that a month of good posts will not undo."),
    instead=_("Move it by a day or two. Silence is a fine thing to publish."),
    message=_("It sells something on a day of remembrance: %(name)s."),
    measured=_("%(day)s"),
    benchmark=_("nothing that sells on these days"),
    caution=_("A memorial or a florist may have every reason to publish then: set the finding aside."),
    fix=Fix("post.edit", _("Move it to another day"), "local_date"),
    flagged=Example(
        _("An offer on a day of remembrance."),
        lambda: replace(
            beside(post(50, 8, intent="commercial", value="none")), sensitive_days={IN_EIGHT_DAYS: "Day of remembrance"}
        ),
    ),
    fine=Example(
        _("A recipe on the same day."),
        lambda: replace(beside(post(50, 8, intent="value")), sensitive_days={IN_EIGHT_DAYS: "Day of remembrance"}),
    ),
)
def seasonal_clash(plan: Plan) -> Hits:
    for one, name in _on_days(plan, plan.sensitive_days):
        if one.is_commercial:
            yield Hit(one.ref, {"name": name, "day": one.day})


def _on_a_holiday(**fields: object) -> Plan:
    """The bakery with a post on a holiday; its Facebook page differs by `fields`."""
    plan = beside(post(50, 8))
    first, *others = plan.channels
    channels = (replace(first, **fields), *others)  # type: ignore[arg-type]
    return replace(plan, channels=channels, holidays={IN_EIGHT_DAYS: "Easter Monday"})


@rule(
    "holiday-unstaffed",
    Severity.INFO,
    point=Point.CALENDAR,
    scope=("post",),
    seeds=("S2-29",),
    sources=(sources.COMPLICATED,),
    grade="C",
    needs=("posts",),
    title=_("A post on a holiday, and nobody to answer"),
    why=_("People have time to write on a holiday. Whoever asks then should know when to expect an answer."),
    instead=_("Name who looks in once that day, or move the post. Nobody has to be there day and night."),
    message=_("Public holiday (%(name)s): nobody is named to answer on %(channel)s."),
    measured=_("%(day)s; people who answer there: 0"),
    benchmark=_("someone who answers, or a stand-in"),
    caution=_("Channels on which readers cannot answer, and notices, are left out."),
    fix=Fix("channel.edit", _("Say who answers there"), "responder"),
    flagged=Example(
        _("A post on a public holiday, on a page that nobody looks after."), lambda: _on_a_holiday(responder=None)
    ),
    fine=Example(_("The same post; Samira looks in on that day."), _on_a_holiday),
)
def holiday_unstaffed(plan: Plan) -> Hits:
    for one, name in _on_days(plan, plan.holidays):
        channel = None if one.channel is None else plan.channel_by_id.get(one.channel)
        if channel is None or one.is_service or not channel.platform.is_conversational or _is_staffed(channel):
            continue
        yield Hit(one.ref, {"name": name, "channel": channel.label, "day": one.day}, related=(channel.ref,))


def _is_staffed(channel: Channel) -> bool:
    return channel.responder is not None or channel.backup is not None
