"""Trials of a platform: a question, an end, and a decision."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any

from calendar_app.plan.examples import MONDAY, bakery, channel
from calendar_app.plan.snapshot import PLAN, Channel, Plan, TeamMember, Trial

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import Filled, Listed, Prose, ngettext_lazy
from .prose import gettext_lazy as _

# What a trial has to say, in the order in which its form asks; the budget is not among it: most trials cost hours.
_FRAME: dict[str, Prose] = {
    "hypothesis": _("what is expected"),
    "measure": _("what is measured"),
    "threshold": _("from when on it is a success"),
    "start_on": _("a beginning"),
    "end_on": _("an end"),
    "owner": _("who looks after it"),
}
_TOO_LONG = ngettext_lazy(
    "an earlier end (it lasts %(lasts)d day)", "an earlier end (it lasts %(lasts)d days)", "lasts"
)

_FRAMED = Trial(
    "Two apprentices a month ask us there.",
    "apprentices who ask",
    "six in three months",
    MONDAY - timedelta(days=30),
    MONDAY + timedelta(days=60),
    owner=1,
)


def _testing(*trials: Trial, **fields: Any) -> Plan:
    """The bakery, with TikTok on trial beside Facebook."""
    first, _instagram = bakery().channels
    return bakery(channels=(first, channel(2, "tiktok", status="testing", tests=trials, **fields)))


def _on_trial(plan: Plan) -> list[Channel]:
    return [one for one in plan.channels if one.status == "testing"]


@rule(
    "test-without-frame",
    Severity.WARNING,
    point=Point.MEDIA,
    scope=("channel",),
    seeds=("S0-8",),
    sources=(sources.MYTHS, sources.THE_EXPERT, sources.TALKED),
    grade="B",
    needs=("channels",),
    title=_("A trial without a frame"),
    why=_(
        "Trying a new platform is a fine thing. Without a question, a measure and an end, a trial slips into a habit "
        "that nobody decided on."
    ),
    instead=_(
        "Write down in one minute what you expect, what you count, from when on it is a success, and until when."
    ),
    message=_("Still missing from this trial: %(missing)s."),
    measured=_("said: %(said)d of %(asked)d"),
    benchmark=_("a trial says all of it and lasts at most %(max_days)d days"),
    caution=_("A budget is not asked for: on most platforms a trial costs hours, and an empty amount means none."),
    fix=Fix("channel.trial", _("Give the trial a frame"), "%(field)s"),
    worse=("-said",),
    flagged=Example(
        _("TikTok is on trial, and only what is expected is written down."),
        lambda: _testing(Trial(_FRAMED.hypothesis)),
    ),
    fine=Example(_("A trial of ninety days with a question, a measure and an end."), lambda: _testing(_FRAMED)),
)
def trial_without_frame(
    plan: Plan, *, max_days: Annotated[int, _("longest trial, in days"), Between(7, 730)] = 90
) -> Hits:
    for one in _on_trial(plan):
        trial = one.trial or Trial()
        missing = [name for name in _FRAME if getattr(trial, name) in {None, ""}]
        lasts = _lasts(trial)
        is_long = lasts is not None and lasts > max_days
        if missing or is_long:
            texts: list[Prose | Filled | str] = [_FRAME[name] for name in missing]
            if is_long:
                texts.append(Filled(_TOO_LONG, {"lasts": lasts}))
            facts = {
                "missing": Listed(tuple(texts)),
                "said": len(_FRAME) - len(missing),
                "asked": len(_FRAME),
                "field": missing[0] if missing else "end_on",
            }
            yield Hit(one.ref, facts)


def _lasts(trial: Trial) -> int | None:
    """How many days it takes; None when it has no beginning or no end."""
    if trial.start_on is None or trial.end_on is None:
        return None
    return (trial.end_on - trial.start_on).days


def _ended(days: int) -> Plan:
    """The same trial, over so many days ago."""
    end = MONDAY - timedelta(days=days)
    return _testing(replace(_FRAMED, start_on=end - timedelta(days=90), end_on=end))


@rule(
    "test-overdue",
    Severity.WARNING,
    point=Point.MEDIA,
    scope=("channel",),
    seeds=("S0-8",),
    sources=(sources.MYTHS,),
    needs=("channels",),
    hides=("test-without-frame",),
    title=_("A trial that waits for a decision"),
    why=_("A trial is there to decide something. Until somebody does, it costs hours and answers nothing."),
    instead=_("Adopt it, go on until another day, or stop. A trial that showed it is not for you has done its work."),
    message=ngettext_lazy(
        "The trial ended %(days)d day ago: adopt, go on or stop?",
        "The trial ended %(days)d days ago: adopt, go on or stop?",
        "days",
    ),
    measured=_("ended on %(end_on)s; no decision"),
    benchmark=ngettext_lazy(
        "a decision within %(grace_days)d day", "a decision within %(grace_days)d days", "grace_days"
    ),
    fix=Fix("channel.trial.end", _("Say what came of it"), "outcome"),
    worse=("days",),
    flagged=Example(_("The trial of TikTok ended eight days ago."), lambda: _ended(8)),
    fine=Example(_("It ended a week ago: there is time to decide."), lambda: _ended(7)),
)
def trial_overdue(
    plan: Plan, *, grace_days: Annotated[int, _("days to decide in after the end"), Between(0, 90)] = 7
) -> Hits:
    for one in _on_trial(plan):
        if one.trial and one.trial.end_on and (days := (plan.today - one.trial.end_on).days) > grace_days:
            yield Hit(one.ref, {"days": days, "end_on": one.trial.end_on})


def _several(number: int, hours: float) -> Plan:
    """The bakery with so many trials at once, and so many hours a week."""
    names = ("tiktok", "linkedin", "bluesky")
    return bakery(
        channels=tuple(_trials(names[:number])),
        team=(
            TeamMember(1, "Samira", kind="owner", hours_per_week=hours / 2, skill_set=("copy", "video")),
            TeamMember(2, "Léo", kind="side_job", hours_per_week=hours / 2, skill_set=("copy",), stand_in=1),
        ),
    )


def _trials(names: tuple[str, ...]) -> Iterator[Channel]:
    yield channel(1, "facebook", backup=2)
    for number, name in enumerate(names, start=2):
        yield channel(number, name, status="testing", backup=2, tests=(_FRAMED,))


@rule(
    "too-many-tests",
    Severity.WARNING,
    point=Point.MEDIA,
    scope=("plan",),
    seeds=("S0-9", "S2-35"),
    sources=(sources.MYTHS, sources.COMPLICATED),
    grade="C",
    needs=("channels",),
    title=_("Too many trials at once"),
    why=_("Each trial wants attention of its own. Of three at a time, none gets enough for its answer to count."),
    instead=_("Start gently: finish the one that tells you most, and let the others wait their turn."),
    message=ngettext_lazy(
        "%(tests)d platform is on trial at once; there is room for %(allowed)d.",
        "%(tests)d platforms are on trial at once; there is room for %(allowed)d.",
        "tests",
    ),
    measured=_("on trial: %(names)s"),
    benchmark=_("at most %(max_tests)d; one below %(few_hours)s hours a week"),
    caution=_("A large team can try more at once: set the number that yours can follow."),
    fix=Fix("channels", _("Choose what to try first")),
    worse=("tests",),
    flagged=Example(_("Three trials at once, with twenty hours a week."), lambda: _several(3, 20)),
    fine=Example(_("Two trials at once, with twenty hours a week."), lambda: _several(2, 20)),
)
def too_many_tests(
    plan: Plan,
    *,
    max_tests: Annotated[int, _("trials at once"), Between(1, 20)] = 2,
    few_hours: Annotated[float, _("hours a week below which one trial is enough"), Between(0, 100)] = 10.0,
) -> Hits:
    tests = _on_trial(plan)
    # Nobody said how many hours there are: that is held against nobody.
    allowed = 1 if 0 < plan.hours_per_week < few_hours else max_tests
    if len(tests) > allowed:
        facts = {"tests": len(tests), "allowed": allowed, "names": ", ".join(one.label for one in tests)}
        yield Hit(PLAN, facts, related=tuple(one.ref for one in tests))
