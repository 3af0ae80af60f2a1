"""The one door between the site and the rules: what is wrong with a plan, now or after a change not yet made.

Every function here is called inside the workspace's scope, and `today` is the day in the workspace's zone.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from calendar_app import benchmarks
from calendar_app.models import Media, Post, Waiver
from calendar_app.moments import wall
from calendar_app.plan import snapshot
from calendar_app.plan.loading import load, load_span, post_value
from calendar_app.plan.snapshot import Ref
from calendar_app.rules import changes, engine
from calendar_app.rules.core import RULES, Finding, Severity
from calendar_app.rules.engine import Chosen, Report
from calendar_app.rules.presets import Setting, severity_named
from smplanner.remembered import Remembered
from smplanner.statements import Statement
from smplanner.workspaces import audit
from smplanner.workspaces.models import User, Workspace

__all__ = [
    "RULES",
    "Effect",
    "Finding",
    "Mark",
    "Preview",
    "Report",
    "Severity",
    "check",
    "marks",
    "marks_in",
    "marks_on",
    "preview",
    "preview_moves",
    "renew",
    "set_aside",
    "take_back",
    "trial",
]


# What the rules said of so many posts is remembered in a process: they say the same of the same plan.
_SAID = Remembered(12_000)


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands on a post in the calendar: its findings, worst first."""

    findings: tuple[Finding, ...]

    @property
    def severity(self) -> Severity:
        return self.findings[0].severity

    @property
    def count(self) -> int:
        return len(self.findings)

    @property
    def messages(self) -> tuple[str, ...]:
        """What they say, in the reader's language."""
        return tuple(finding.message for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change not yet saved would do: findings on the post itself, and of the plan those it brings and ends.

    `brought` and `ended` are those on the post itself that it does not have, and has, as it is saved. A finding that
    would be graver counts as one that is caused.
    """

    on_post: tuple[Finding, ...]
    caused: tuple[Finding, ...]
    cured: tuple[Finding, ...]
    brought: tuple[Finding, ...] = ()
    ended: tuple[Finding, ...] = ()

    @property
    def all_caused(self) -> tuple[Finding, ...]:
        """What the change brings, on the post and elsewhere, worst first."""
        return _worst_first((*self.brought, *self.caused))

    @property
    def all_cured(self) -> tuple[Finding, ...]:
        """What the change ends, on the post and elsewhere, worst first."""
        return _worst_first((*self.ended, *self.cured))


@dataclass(frozen=True, slots=True)
class Effect:
    """What other settings of the rules would do to the findings of a plan, worst first in each list.

    `moved` are those that would be graver or milder: as they are, and as they would be.
    """

    appearing: tuple[Finding, ...]
    vanishing: tuple[Finding, ...]
    moved: tuple[tuple[Finding, Finding], ...]
    before: int
    after: int

    @property
    def is_none(self) -> bool:
        return not (self.appearing or self.vanishing or self.moved)


def check(
    workspace: Workspace, today: date, *, select: Iterable[str] | None = None, ignore: Iterable[str] = ()
) -> Report:
    """Check the whole plan by the rules that `select` names (all by default) but for those that `ignore` names.

    The number of queries does not depend on what the plan holds. Raises KeyError for a slug that is no rule's.
    """
    chosen = engine.choose(_settings(), select=select, ignore=ignore)
    with _collector_at_rest():
        return engine.run(load(workspace, today), chosen, _waivers(workspace))


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Let the garbage collector rest meanwhile: the values of a plan hold no cycles, and of a large one it would walk
    through all of them again and again, for a third of the time. Two checks at a time do each other no harm."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def preview(workspace: Workspace, post: Post, today: date, media: Iterable[Media] | None = None) -> Preview:
    """Compare the plan as saved with the plan in which `post`, new or changed and not saved, stands as it is now.

    `media` are its pictures as they would be; left out, they are those it has in the database.
    """
    # The plans are gone before the collector is back: it has nothing of theirs to walk through.
    with _collector_at_rest():
        return _compared(workspace, load(workspace, today), post_value(post, workspace.tz, media))


def _compared(workspace: Workspace, saved: snapshot.Plan, draft: snapshot.Post) -> Preview:
    others = tuple(one for one in saved.posts if one.id != draft.id)
    chosen, waivers, around = engine.choose(_settings()), _waivers(workspace), draft.id
    # Whoever writes asks again and again, and what is saved mostly stays the same meanwhile.
    before = _SAID.made(
        ("preview", workspace.pk, around),
        (saved, chosen, waivers),
        len(saved.posts),
        lambda: engine.run(saved, chosen, waivers, around=around),
    )
    after = engine.run(replace(saved, posts=(*others, draft)), chosen, waivers, around=around)
    now, then = (_on(draft.ref, report) for report in (before, after))
    return Preview(
        on_post=then,
        caused=_not_said_for_another(_more_in(_elsewhere(draft.ref, after), before.findings), before),
        cured=_gone_from(after.findings, _elsewhere(draft.ref, before)),
        brought=_more_in(then, now),
        ended=_gone_from(then, now),
    )


def preview_moves(workspace: Workspace, posts: Iterable[Post], today: date) -> Preview:
    """Compare the plan as saved with the plan in which these posts stand as they do now, unsaved: moved, not rewritten.

    What changes on one of the posts themselves counts as caused or cured like the rest.
    """
    with _collector_at_rest():
        return _compared_moves(load(workspace, today), {post.pk: post for post in posts}, workspace)


def _compared_moves(saved: snapshot.Plan, moved: Mapping[int, Post], workspace: Workspace) -> Preview:
    after_posts = tuple(_moved(one, moved[one.id], workspace) if one.id in moved else one for one in saved.posts)
    settings, waivers = _settings(), _waivers(workspace)
    before, after = (
        engine.run(plan, engine.choose(settings), waivers) for plan in (saved, replace(saved, posts=after_posts))
    )
    return Preview(
        on_post=(),
        caused=_not_said_for_another(_more_in(after.findings, before.findings), before),
        cured=_gone_from(after.findings, before.findings),
    )


def _moved(value: snapshot.Post, post: Post, workspace: Workspace) -> snapshot.Post:
    placed = post.moment()
    at = placed.at if placed else None
    day = wall(at, workspace.tz)[0] if at else None
    return replace(value, day=day, at=at, status=post.status, is_proposed=post.is_proposed)


def trial(workspace: Workspace, settings: Mapping[str, Setting], today: date) -> Effect:
    """Compare what the rules say as they are set with what they would say if `settings` were all that is set."""
    with _collector_at_rest():
        return _tried(load(workspace, today), settings, _waivers(workspace))


def _tried(plan: snapshot.Plan, settings: Mapping[str, Setting], waivers: Sequence[engine.Waiver]) -> Effect:
    own, standing = _own_and_standing()
    before, after = (engine.run(plan, engine.choose(_chosen(one, standing)), waivers) for one in (own, settings))
    was, would_be = ({one.key: one for one in report.findings} for report in (before, after))
    return Effect(
        appearing=tuple(one for key, one in would_be.items() if key not in was),
        vanishing=tuple(one for key, one in was.items() if key not in would_be),
        moved=tuple(
            (one, would_be[key])
            for key, one in was.items()
            if key in would_be and would_be[key].severity is not one.severity
        ),
        before=len(was),
        after=len(would_be),
    )


def marks(
    workspace: Workspace,
    first: date,
    last: date,
    today: date,
    posts: Sequence[snapshot.Post] | None = None,
) -> Mapping[int, Mark]:
    """Findings on the posts of the days from `first` to `last`, by the number of the post; only posts that have some.

    Five queries; four from whoever has read those days' `posts` already and gives them: a month has hundreds, and
    reading their texts twice would take longer than judging them. Only rules that point at a single post are asked, so
    what depends on the whole plan is for `check`.
    """
    plan = load_span(workspace, first, last, today, posts)
    judged = plan, engine.choose(_settings(), scope=("post",)), _waivers(workspace)
    key = "marks", workspace.pk, first, last
    return _SAID.made(key, judged, len(plan.posts), lambda: _by_object(engine.run(*judged).findings))


def marks_on(workspace: Workspace, kind: str, today: date) -> Mapping[int, Mark]:
    """What a check says of objects of that kind, by the number of the object; only those that have some.

    As many queries as `check`; only rules that point at such objects are asked, and those that make them silent.
    """
    pointing = {slug for slug, rule in RULES.items() if kind in rule.scope}
    hiding = {slug for slug, rule in RULES.items() if pointing & set(rule.hides)}
    return marks_in(check(workspace, today, select=pointing | hiding), kind)


def marks_in(report: Report, kind: str) -> Mapping[int, Mark]:
    """What `report` says of objects of that kind, by the number of the object; only those that have some."""
    return _by_object(finding for finding in report.findings if finding.ref.kind == kind)


def _by_object(findings: Iterable[Finding]) -> Mapping[int, Mark]:
    found: dict[int, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.ref.id, []).append(finding)
    return {number: Mark(tuple(of_object)) for number, of_object in found.items()}


def _on(ref: Ref, report: Report) -> tuple[Finding, ...]:
    """What is said about `ref`. Beside a post, as on its mark, that goes for what a finding of the whole plan hides."""
    hidden = (one.finding for one in report.hidden if one.finding.ref == ref != one.by.ref)
    return (*report.about(ref), *hidden)


def _elsewhere(ref: Ref, report: Report) -> tuple[Finding, ...]:
    return tuple(finding for finding in report.findings if finding.ref != ref)


def _not_said_for_another(caused: Iterable[Finding], before: Report) -> tuple[Finding, ...]:
    """What `before` had no need to say beside a graver finding of the whole plan is not caused by the change."""
    spared = {slug for one in before.findings if one.ref.kind == "plan" for slug in one.rule.hides}
    return tuple(finding for finding in caused if finding.rule.slug not in spared)


def _more_in(findings: Iterable[Finding], before: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those of `findings` that were not there before, or were milder."""
    known = {finding.key: finding.severity for finding in before}
    return tuple(finding for finding in findings if finding.severity > known.get(finding.key, 0))


def _gone_from(findings: Iterable[Finding], before: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those from before that are not among `findings` any more."""
    left = {finding.key for finding in findings}
    return tuple(finding for finding in before if finding.key not in left)


def _worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: -finding.severity))


def _settings() -> Mapping[str, Chosen]:
    """How the site's staff, then this workspace, set the rules. A row about a rule that is gone says nothing."""
    return _chosen(*_own_and_standing())


def _own_and_standing() -> tuple[dict[str, Setting], Mapping[str, Mapping[str, object]]]:
    rows, standing = benchmarks.with_settings()
    own = {slug: Setting(enabled, severity_named(word), parameters) for slug, enabled, word, parameters in rows}
    return own, standing


def _chosen(own: Mapping[str, Setting], standing: Mapping[str, Mapping[str, object]]) -> dict[str, Chosen]:
    chosen = {}
    for slug in RULES.keys() & (own.keys() | standing.keys()):
        one = own.get(slug, Setting())
        thresholds = benchmarks.over(RULES[slug], standing.get(slug, {}), one.parameters)
        chosen[slug] = Chosen(RULES[slug], one.enabled, one.severity, thresholds)
    return chosen


def _waivers(workspace: Workspace) -> list[engine.Waiver]:
    return [
        engine.Waiver(
            slug=slug,
            ref=Ref(kind, number) if kind else None,
            reason=reason,
            by=name or (email or "").partition("@")[0],
            at=wall(at, workspace.tz)[0],
            until=until,
            id=waiver,
            given=changes.remembered(given),
        )
        for waiver, slug, kind, number, reason, name, email, at, until, given in _WAIVERS.rows()
    ]


_WAIVED = ("id", "slug", "ref_kind", "ref_id", "reason", "by__name", "by__email", "at", "until", "given")
_WAIVERS = Statement(lambda: Waiver.objects.values_list(*_WAIVED))


def set_aside(
    workspace: Workspace, slug: str, ref: Ref | None, reason: str, until: date | None, actor: User, now: datetime
) -> Waiver:
    """Set a rule's finding about `ref` aside, or the whole rule without one; said again, the new reason counts.

    How the finding stands at `now` is kept with it: the reason holds for that, and not for something worse.
    """
    given = _as_it_stands(workspace, slug, ref, now)
    decided = {"reason": reason, "until": until, "by": actor, "at": now, "given": given}
    where = {"ref_kind": ref.kind if ref else "", "ref_id": ref.id if ref else 0}
    with transaction.atomic():
        waiver, _made = Waiver.objects.update_or_create(workspace=workspace, slug=slug, **where, defaults=decided)
        audit.record(workspace, actor, "set aside", waiver, {"reason": ("", reason), "until": (None, until)})
    return waiver


def renew(waiver: Waiver, actor: User, now: datetime) -> None:
    """Set aside again what `waiver` covers, for the same reason, as it stands at `now`."""
    ref = Ref(waiver.ref_kind, waiver.ref_id) if waiver.ref_kind else None
    given = _as_it_stands(waiver.workspace, waiver.slug, ref, now)
    with transaction.atomic():
        audit.record(waiver.workspace, actor, "renewed", waiver, {"given": (waiver.given, given)})
        waiver.given, waiver.by, waiver.at = given, actor, now
        waiver.save(update_fields=["given", "by", "at"])


def _as_it_stands(workspace: Workspace, slug: str, ref: Ref | None, now: datetime) -> dict[str, object]:
    """What a waiver remembers of the findings it covers; nothing when the rule is off, gone or has nothing to say."""
    if slug not in RULES:
        return {}
    report = check(workspace, wall(now, workspace.tz)[0], select=[slug])
    found = [*report.findings, *(one.finding for one in report.waived)]
    covered = [finding for finding in found if ref in (None, finding.ref)]
    return changes.kept(changes.given(covered, whole_rule=ref is None))


def take_back(waiver: Waiver, actor: User) -> None:
    """Let the finding that `waiver` set aside be shown again."""
    with transaction.atomic():
        audit.record(waiver.workspace, actor, "took back", waiver, {"reason": (waiver.reason, "")})
        waiver.delete()
