"""What waits to be read and approved, in the order in which answers are wanted, and what changed since the last one.

All of it runs inside the workspace's scope.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from smplanner.workspaces.models import Membership, Workspace
from smplanner.workspaces.roles import ACTIONS

from . import asking
from .models import Post, PostRevision, Submission, Verdict
from .worddiff import Change, diff


def posts(workspace: Workspace) -> QuerySet[Post]:
    """All that is to be reviewed, the most pressing first."""
    wanted = Submission.objects.open().filter(post=OuterRef("pk")).values("until")
    rows = Post.objects.filter(status=Post.Status.IN_REVIEW).annotate(until=wanted[:1])
    return rows.order_by(F("until").asc(nulls_last=True), F("publish_at").asc(nulls_last=True), "pk")


def for_member(member: Membership) -> QuerySet[Post]:
    """What waits for the answer of `member`; nothing where no answer of theirs counts.

    Nobody is asked for what they handed in themselves while somebody else may approve it.
    """
    workspace, rows = member.workspace, posts(member.workspace)
    if not asking.has_approval(workspace):
        return rows.none()
    held = Submission.objects.open().filter(post=OuterRef("pk"))
    said_yes = Verdict.objects.filter(
        submission__post=OuterRef("pk"), submission__ended_at=None, answer=Verdict.Answer.APPROVE
    )
    own, mine = Exists(held.filter(asked_by=member.user_id)), Exists(said_yes.filter(by=member.user_id))
    if workspace.approval != Workspace.Approval.TWO_STEPS:
        if not member.may("post.approve"):
            return rows.none()
        return rows.exclude(own) if _has_others(member) else rows
    first = Q(~Exists(said_yes)) & ~own
    second = Exists(said_yes) & ~mine
    if member.may("post.approve"):
        return rows.filter(first | second)
    return rows.filter(first) if member.may("plan.write") else rows.none()


def _has_others(member: Membership) -> bool:
    """Whether anybody else may approve."""
    seats = Membership.objects.filter(
        workspace=member.workspace_id, role__in=ACTIONS["post.approve"][0], user__is_active=True
    )
    return seats.exclude(user=member.user_id).exists()


def with_answers(rows: QuerySet[Post]) -> QuerySet[Post]:
    """`rows`, each with its open submission as the only one in `asked`, and the answers to it."""
    held = Submission.objects.open().select_related("asked_by").prefetch_related("verdicts__by")
    return rows.select_related("channel__platform", "owner").prefetch_related(Prefetch("submissions", held, "asked"))


@dataclass(frozen=True, slots=True)
class Since:
    """What changed in the words of a post since somebody answered; `at` is when they did."""

    at: datetime
    version: int
    title: list[Change]
    text: list[Change]


def since(post: Post) -> Since | None:
    """What changed since the last answered version; None when nobody answered, or its words are the same. Two queries.

    Whoever answers a second time need not read what they have read.
    """
    last = Submission.objects.filter(post=post, ended_at__isnull=False, verdicts__isnull=False).first()
    if last is None or last.ended_at is None:
        return None
    then = as_of(post, last.version)
    if then is None or (then.title, then.text) == (post.title, post.text):
        return None
    title = diff(then.title, post.title) if then.title != post.title else []
    return Since(last.ended_at, last.version, title, diff(then.text, post.text) if then.text != post.text else [])


def as_of(post: Post, version: int) -> PostRevision | None:
    """What `post` said at a version; None when it has said the same ever since."""
    kept = PostRevision.objects.filter(post=post)
    return kept.filter(version__lte=version).order_by("-version").first() or kept.order_by("version").first()
