"""The one door between the site and the rules: what is wrong with a plan, now or after a change not yet made.

Every function here is called inside the workspace's scope, and `today` is the day in the workspace's zone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from calendar_app import benchmarks
from calendar_app.models import Media, Post, Waiver
from calendar_app.moments import wall
from calendar_app.plan import snapshot
from calendar_app.plan.loading import load, load_span, post_value
from calendar_app.plan.snapshot import Ref
from calendar_app.rules import engine
from calendar_app.rules.core import RULES, Finding, Severity
from calendar_app.rules.engine import Chosen, Report
from smplanner.statements import Statement
from smplanner.workspaces import audit
from smplanner.workspaces.models import User, Workspace

__all__ = [
    "RULES",
    "Finding",
    "Mark",
    "Preview",
    "Report",
    "Severity",
    "check",
    "marks",
    "preview",
    "set_aside",
    "take_back",
]


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
    """What a change not yet saved would do: findings on the post itself, and of the plan those it brings and ends."""

    on_post: tuple[Finding, ...]
    caused: tuple[Finding, ...]
    cured: tuple[Finding, ...]


def check(
    workspace: Workspace, today: date, *, select: Iterable[str] | None = None, ignore: Iterable[str] = ()
) -> Report:
    """Check the whole plan by the rules that `select` names (all by default) but for those that `ignore` names.

    The number of queries does not depend on what the plan holds. Raises KeyError for a slug that is no rule's.
    """
    chosen = engine.choose(_settings(), select=select, ignore=ignore)
    return engine.run(load(workspace, today), chosen, _waivers(workspace))


def preview(workspace: Workspace, post: Post, today: date, media: Iterable[Media] | None = None) -> Preview:
    """Compare the plan as saved with the plan in which `post`, new or changed and not saved, stands as it is now.

    `media` are its pictures as they would be; left out, they are those it has in the database.
    """
    saved = load(workspace, today)
    draft = post_value(post, workspace.tz, media)
    others = tuple(one for one in saved.posts if one.id != draft.id)
    settings, waivers = _settings(), _waivers(workspace)
    before, after = (
        engine.run(plan, engine.choose(settings), waivers) for plan in (saved, replace(saved, posts=(*others, draft)))
    )
    return Preview(
        on_post=(*after.about(draft.ref), *_hidden_by_the_plan(after, draft.ref)),
        caused=_only_in(after, before, draft.ref),
        cured=_only_in(before, after, draft.ref),
    )


def marks(
    workspace: Workspace,
    first: date,
    last: date,
    today: date,
    posts: Sequence[snapshot.Post] | None = None,
) -> Mapping[int, Mark]:
    """Findings on the posts of the days from `first` to `last`, by the number of the post; only posts that have some.

    Four queries. Whoever has read those days' `posts` already gives them, without pictures: a month has hundreds, and
    reading their texts twice would take longer than judging them. Only rules that point at a single post are asked, so
    what depends on the whole plan is for `check`.
    """
    plan = load_span(workspace, first, last, today, posts)
    report = engine.run(plan, engine.choose(_settings(), scope=("post",)), _waivers(workspace))
    found: dict[int, list[Finding]] = {}
    for finding in report.findings:
        found.setdefault(finding.ref.id, []).append(finding)
    return {number: Mark(tuple(findings)) for number, findings in found.items()}


def _hidden_by_the_plan(report: Report, ref: Ref) -> tuple[Finding, ...]:
    """What a finding of the whole plan hides about `ref`: beside the post, as on its mark, it is said all the same."""
    return tuple(one.finding for one in report.hidden if one.finding.ref == ref != one.by.ref)


def _only_in(report: Report, other: Report, apart_from: Ref) -> tuple[Finding, ...]:
    known = {finding.key for finding in other.findings}
    return tuple(finding for finding in report.findings if finding.key not in known and finding.ref != apart_from)


def _settings() -> Mapping[str, Chosen]:
    """How the site's staff, then this workspace, set the rules. A row about a rule that is gone says nothing."""
    rows, standing = benchmarks.with_settings()
    own = {slug: row for slug, *row in rows}
    chosen = {}
    for slug in RULES.keys() & (own.keys() | standing.keys()):
        enabled, severity, parameters = own.get(slug, (True, "", {}))
        thresholds = benchmarks.over(RULES[slug], standing.get(slug, {}), parameters)
        chosen[slug] = Chosen(RULES[slug], enabled, _severity(severity), thresholds)
    return chosen


def _severity(slug: str) -> Severity | None:
    return Severity.named(slug) if slug.upper() in Severity.__members__ else None


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
        )
        for waiver, slug, kind, number, reason, name, email, at, until in _WAIVERS.rows()
    ]


_WAIVED = ("id", "slug", "ref_kind", "ref_id", "reason", "by__name", "by__email", "at", "until")
_WAIVERS = Statement(lambda: Waiver.objects.values_list(*_WAIVED))


def set_aside(
    workspace: Workspace, slug: str, ref: Ref | None, reason: str, until: date | None, actor: User, now: datetime
) -> Waiver:
    """Set a rule's finding about `ref` aside, or the whole rule without one; said again, the new reason counts."""
    decided = {"reason": reason, "until": until, "by": actor, "at": now}
    where = {"ref_kind": ref.kind if ref else "", "ref_id": ref.id if ref else 0}
    with transaction.atomic():
        waiver, _made = Waiver.objects.update_or_create(workspace=workspace, slug=slug, **where, defaults=decided)
        audit.record(workspace, actor, "set aside", waiver, {"reason": ("", reason), "until": (None, until)})
    return waiver


def take_back(waiver: Waiver, actor: User) -> None:
    """Let the finding that `waiver` set aside be shown again."""
    with transaction.atomic():
        audit.record(waiver.workspace, actor, "took back", waiver, {"reason": (waiver.reason, "")})
        waiver.delete()
