"""Who has a post open to write in it. A hint and no lock: saving never waits for anybody. In the workspace's scope."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_scopes import scopes_disabled

from smplanner.mail import outbox
from smplanner.workspaces.models import User

from .models import Editing, Post

BEAT = timedelta(seconds=30)  # how often an open page says so: see static/js/editing.js
GONE = timedelta(seconds=90)  # without a word for so long


def begin(post: Post, user: User, now: datetime) -> list[User]:
    """Note that `user` has `post` open to write; the others who have, by name. Two statements, and a third at first."""
    Editing.objects.update_or_create(post=post, user=user, defaults={"workspace": post.workspace, "seen_at": now})
    return others(post, user, now)


def others(post: Post, user: User, now: datetime) -> list[User]:
    """Who else has `post` open to write now, and may still: one query."""
    people = User.objects.filter(is_active=True, memberships__workspace=post.workspace_id)
    seen = Editing.objects.filter(post=post, seen_at__gt=now - GONE).values("user")
    return list(people.filter(pk__in=seen).exclude(pk=user.pk).order_by("name", "email"))


def end(post: Post, user: User) -> None:
    """Note that `user` has left `post`."""
    Editing.objects.filter(post=post, user=user).delete()


def said(people: Iterable[User]) -> str:
    """“Inès is editing.”; empty when it is nobody."""
    names = [one.get_short_name() or one.email for one in people]
    if not names:
        return ""
    together = get_text_list(names, _("and"))
    return ngettext("%(names)s is editing this post too.", "%(names)s are editing this post too.", len(names)) % {
        "names": together
    }


def forget(now: datetime) -> None:
    """Delete what nobody said again for a while; a chore of the worker."""
    with scopes_disabled():
        Editing.objects.filter(seen_at__lt=now - 4 * GONE).delete()


def connect() -> None:
    """Let the worker tidy up at each tick."""
    if forget not in outbox.chores:
        outbox.chores.append(forget)
