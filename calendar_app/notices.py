"""Telling people in the app of what concerns them. A mail follows where they want one: see notice_mails."""

from collections.abc import Iterable
from datetime import datetime

from smplanner.workspaces.models import Membership, User, Workspace

from .models import Comment, Notice, Post


def tell(  # noqa: PLR0913 - each is told by name
    workspace: Workspace,
    users: Iterable[User],
    kind: str,
    key: str,
    now: datetime,
    *,
    link: str,
    label: str,
    words: str = "",
    actor: User | None = None,
    guest: str = "",
    post: Post | None = None,
    comment: Comment | None = None,
) -> None:
    """Tell each of `users` who is a member, once for each `key`, in the caller's transaction; never the `actor`.

    `kind` is one of mails.KINDS, `link` the path it leads to, `label` what it is about by name, `words` what was said.
    """
    wanted = {user.pk for user in users} - {actor.pk if actor else None}
    members = Membership.objects.filter(workspace=workspace, user__in=wanted, user__is_active=True)
    notices = [
        Notice(
            workspace=workspace,
            user_id=number,
            key=key,
            kind=kind,
            actor=actor,
            guest=guest,
            post=post,
            comment=comment,
            label=label[:200],
            words=words[:5000],
            link=link,
            at=now,
        )
        for number in sorted(members.values_list("user_id", flat=True))
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
