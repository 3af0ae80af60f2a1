"""Who does the work: on how many shoulders it rests, and what they know how to do."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from calendar_app.plan.examples import bakery
from calendar_app.plan.snapshot import PLAN, Action, Plan, Ref, TeamMember

from . import sources
from .core import Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import Filled, Listed, Prose
from .prose import gettext_lazy as _

# Those who are there for a time, or work for others too.
PASSING = frozenset({"intern", "freelance", "agency"})

_ANSWERING: Prose = _("answering")
_LISTENING: Prose = _("listening")
_OBJECTIVES: Prose = _("the objectives")

SKILLS: dict[str, Prose] = {
    "copy": _("writing"),
    "photo": _("photo"),
    "design": _("design"),
    "video": _("video"),
    "community": _("leading a community"),
}
_OR = _("%(one)s or %(other)s")


@dataclass(frozen=True, slots=True)
class _Task:
    """A task that somebody was named for: by whom it is done, stand-ins included, and where that is said."""

    name: Prose
    people: tuple[TeamMember, ...]
    ref: Ref | None = None

    @property
    def is_passing(self) -> bool:
        return all(member.kind in PASSING for member in self.people)


def _team_of_two(kind: str, **fields: Any) -> Plan:
    """The bakery with somebody else, who answers everywhere."""
    plan = bakery()
    plan = replace(plan, team=(*plan.team, TeamMember(2, "Léo", kind=kind, skill_set=("copy",))))
    return replace(plan, channels=tuple(replace(one, responder=2, **fields) for one in plan.channels))


@rule(
    "fragile-staffing",
    Severity.WARNING,
    point=Point.STRATEGY,
    scope=("plan",),
    errors=(2,),
    seeds=("S3-3", "S2-5"),
    sources=(sources.TWELVE_ERRORS, sources.COMPLICATED, sources.HOOTSUITE_CAREERS),
    title=_("Everything rests on one pair of shoulders"),
    why=_(
        "When an intern leaves or an agency changes, what they knew of your customers leaves with them. When the only "
        "one who answers is ill, nobody does."
    ),
    instead=_("Name someone of the house who decides, and someone who stands in. An hour a month keeps them informed."),
    message=_("In the hands of %(who)s alone: %(what)s."),
    measured=_("people in the team: %(team)d"),
    benchmark=_("someone of the house in charge, and a stand-in for whoever answers"),
    caution=_(
        "Whoever works alone has nobody to name, and hears nothing of it. A house that consists of a freelance or an "
        "agency only hears it as advice."
    ),
    fix=Fix("channel.edit", _("Name a stand-in"), "backup"),
    worse=("tasks",),
    flagged=Example(
        _("Samira runs the bakery, and the intern alone answers everywhere."), lambda: _team_of_two("intern")
    ),
    fine=Example(_("The intern answers, and Samira stands in for him."), lambda: _team_of_two("intern", backup=1)),
)
def fragile_staffing(plan: Plan) -> Hits:
    fragile = [task for task in _tasks(plan) if _is_fragile(plan, task)]
    if fragile:
        people = {member.id: member for task in fragile for member in task.people}
        facts = {
            "who": ", ".join(member.name for member in people.values()),
            "what": Listed(tuple(task.name for task in fragile)),
            "tasks": len(fragile),
            "team": plan.people,
        }
        related = [task.ref for task in fragile if task.ref] + [member.ref for member in people.values()]
        yield Hit(PLAN, facts, Severity.INFO if plan.is_solo else None, tuple(related), fix=_naming(fragile))


def _tasks(plan: Plan) -> Iterator[_Task]:
    """The tasks for which somebody was named who is still there."""
    answering = [one for one in plan.channels_in_use if one.platform.is_conversational]
    named = [number for one in answering for number in (one.responder, one.backup)]
    first = next((one.ref for one in answering if one.responder is not None), None)
    for name, numbers, ref in (
        (_ANSWERING, named, first),
        (_LISTENING, [plan.listening.owner], None),
        (_OBJECTIVES, [objective.owner for objective in plan.active_objectives], None),
    ):
        if people := _with_stand_ins(plan, numbers):
            yield _Task(name, people, ref)


def _with_stand_ins(plan: Plan, numbers: Iterable[int | None]) -> tuple[TeamMember, ...]:
    found: dict[int, TeamMember] = {}
    for number in numbers:
        member = None if number is None else plan.member_by_id.get(number)
        if member is not None:
            found[member.id] = member
            stand_in = None if member.stand_in is None else plan.member_by_id.get(member.stand_in)
            if stand_in is not None:
                found[stand_in.id] = stand_in
    return tuple(found.values())


def _is_fragile(plan: Plan, task: _Task) -> bool:
    if task.is_passing:
        return True
    return task.name is _ANSWERING and len(task.people) == 1 and not plan.is_solo


def _naming(fragile: list[_Task]) -> Fix | None:
    """Where somebody is named for the first of these tasks."""
    if fragile[0].ref:
        return None
    return Fix("member.edit", _("Name a stand-in"), "stand_in")


# --- Skills --------------------------------------------------------------------------------------------------------


def _on_youtube(**fields: Any) -> Plan:
    """The bakery with a platform that asks for films; Samira writes and takes photographs."""
    plan = bakery()
    first, second = plan.channels
    platform = replace(second.platform, name="YouTube", skills=("video",))
    return replace(plan, channels=(first, replace(second, platform=platform)), **fields)


@rule(
    "skills-gap",
    Severity.WARNING,
    point=Point.MEDIA,
    scope=("channel",),
    errors=(2,),
    seeds=("S2-4", "S4-21"),
    sources=(sources.COMPLICATED, sources.WHAT_AND_WHY),
    needs=("channels", "skills"),
    title=_("A platform that asks for what nobody knows"),
    why=_("Each platform has a craft of its own. Done without it, the hours are spent and the result shows it."),
    instead=_("Plan a training, ask someone from outside and add them to the team, or pause what nobody enjoys doing."),
    message=_("It asks for %(what)s, and nobody in the team does that."),
    measured=_("what the team knows: %(known)s"),
    benchmark=_("someone in the team for each, or a training planned"),
    caution=_(
        "As long as somebody’s skills are not written down, nothing is said. Help from outside counts once it is "
        "listed in the team."
    ),
    fix=Fix("training.new", _("Plan a training"), "text"),
    worse=("gaps",),
    flagged=Example(_("A platform for films, and a team that writes and takes photographs."), _on_youtube),
    fine=Example(
        _("The same, and a course is planned."), lambda: _on_youtube(actions=(Action("training", skill="video"),))
    ),
)
def skills_gap(plan: Plan) -> Hits:
    known = {skill for member in plan.team for skill in member.skill_set}
    # A training without a skill may be for any of them; one that is done shows in the team.
    training = [one.skill for one in plan.actions if one.question == "training" and one.done_on is None]
    if "" in training:
        return
    for one in plan.channels_in_use:
        gaps = [group for group in one.platform.skill_groups if group and group.isdisjoint(known | set(training))]
        if gaps:
            facts = {
                "what": Listed(tuple(_any_of(group) for group in gaps)),
                "known": Listed(tuple(SKILLS.get(skill, skill) for skill in sorted(known))),
                "skill": min(gaps[0]),
                "gaps": len(gaps),
            }
            yield Hit(one.ref, facts)


def _any_of(group: Collection[str]) -> Prose | Filled | str:
    """“photo or design”, in the order in which forms name skills."""
    order = [*SKILLS, *sorted(set(group) - SKILLS.keys())]
    said: Prose | Filled | str = ""
    for word in (SKILLS.get(skill, skill) for skill in order if skill in group):
        said = Filled(_OR, {"one": said, "other": word}) if said else word
    return said
