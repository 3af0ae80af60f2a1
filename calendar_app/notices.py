"""Telling people in the app of what concerns them. A mail follows where they want one: see notice_mails."""

from collections.abc import Iterable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from typing import Any

from smplanner.workspaces.models import Membership, User, Workspace

from .models import Comment, Notice, Post


@dataclass(frozen=True, slots=True)
class Tiding:
    """Something that people are told: `users` by their numbers, `kind` one of mails.KINDS, told once for each `key`.

    `link` is the path it leads to, `label` what it is about by name, `words` what was said.
    """

    users: frozenset[int]
    kind: str
    key: str
    _: KW_ONLY
    link: str
    label: str
    words: str = ""
    actor: User | None = None
    guest: str = ""
    post: Post | None = None
    comment: Comment | None = None


def tell_all(workspace: Workspace, tidings: Sequence[Tiding], now: datetime) -> None:
    """Tell of each of the `tidings` those of its users who are members, in the caller's transaction; never its actor.

    Two statements, however many there are.
    """
    users = {number for one in tidings for number in one.users}
    seats = Membership.objects.filter(workspace=workspace, user__in=users, user__is_active=True)
    members = sorted(seats.values_list("user_id", flat=True))
    notices = [
        Notice(
            workspace=workspace,
            user_id=number,
            key=one.key,
            kind=one.kind,
            actor=one.actor,
            guest=one.guest,
            post=one.post,
            comment=one.comment,
            label=one.label[:200],
            words=one.words[:5000],
            link=one.link,
            at=now,
        )
        for one in tidings
        for number in members
        if number in one.users and number != (one.actor.pk if one.actor else None)
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


def tell(workspace: Workspace, users: Iterable[User], kind: str, key: str, now: datetime, **said: Any) -> None:
    """Tell `users` of one thing, as `tell_all` does; `said` is what else a Tiding holds."""
    tell_all(workspace, [Tiding(frozenset(user.pk for user in users), kind, key, **said)], now)
