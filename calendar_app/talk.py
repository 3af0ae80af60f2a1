"""Talking about a post, a persona or a channel: who says what, who is told of it, and who may read it.

All of it runs inside the workspace's scope. Each act writes one row of the log, about what is talked of, and tells
those whom it concerns, in one transaction. What is said is internal, unless it is shared with outsiders: then it shows
on the pages of those who hold a link.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.urls import reverse

from personas.models import Persona
from smplanner.workspaces import audit
from smplanner.workspaces.models import User, Workspace

from .models import Channel, Comment, GuestLink, Notice, Post
from .notices import tell

About = Post | Persona | Channel


class InternalThread(ValueError):
    """An answer to what only members read cannot be shared with outsiders."""


class NotTheirs(ValueError):
    """A comment can be changed by whoever wrote it, and nobody else; what was removed, by nobody."""


@dataclass(frozen=True, slots=True)
class Word:
    """One comment as its reader sees it: `by` is the name of who said it, as far as the reader may know it."""

    comment: Comment
    by: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and what was answered to it, in the order in which it was said."""

    head: Word
    replies: tuple[Word, ...]


# --- Acts ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def say(  # noqa: PLR0913 - each is told by name
    about: About,
    author: User | None,
    text: str,
    now: datetime,
    *,
    is_shared: bool = False,
    reply_to: Comment | None = None,
    guest: str = "",
    link: GuestLink | None = None,
    named: Iterable[User] = (),
) -> Comment:
    """Write a comment about `about`, by a member or by an outsider under the name `guest` with their `link`.

    Whoever is `named`, or whose name stands after an @ in the text, is told that they are. What answers an answer
    answers its beginning. Raises InternalThread.
    """
    head = (reply_to.reply_to or reply_to) if reply_to else None
    if head is not None and is_shared and not head.is_shared:
        raise InternalThread
    comment = Comment.objects.create(
        workspace=about.workspace,
        **{about._meta.model_name: about},
        reply_to=head,
        author=author,
        guest=guest,
        link=link,
        text=text,
        is_shared=is_shared,
        created_at=now,
    )
    people = {*named, *mentioned(text, members(about.workspace))}
    comment.mentions.set(people)
    by_link = {"guest": guest, "link": link.pk if link else None}
    audit.record(about.workspace, author, "commented", about, _diff(comment, "", text), **by_link)
    _tell(comment, people, "mention", now)
    _tell(comment, _concerned(about, head, link) - people, "comment", now)
    _has_read(head, author, now)
    return comment


@transaction.atomic
def change(comment: Comment, actor: User, text: str, now: datetime) -> None:
    """Put `text` in the place of what `actor` said; who is named in it only now is told. Raises NotTheirs."""
    _refuse_foreign(comment, actor)
    if text == comment.text:
        return
    before, comment.text, comment.edited_at = comment.text, text, now
    comment.save(update_fields=["text", "edited_at"])
    people = set(mentioned(text, members(comment.workspace))) - set(comment.mentions.all())
    comment.mentions.add(*people)
    Notice.objects.filter(comment=comment).update(words=text[:5000])
    audit.record(comment.workspace, actor, "comment_edited", about_of(comment), _diff(comment, before, text))
    _tell(comment, people, "mention", now)


@transaction.atomic
def remove(comment: Comment, actor: User, now: datetime) -> None:
    """Take back what `actor` said: its place stays, its text is gone, and nobody is told of it any more."""
    _refuse_foreign(comment, actor)
    before, comment.text, comment.deleted_at = comment.text, "", now
    comment.save(update_fields=["text", "deleted_at"])
    comment.mentions.clear()
    Notice.objects.filter(comment=comment).delete()
    audit.record(comment.workspace, actor, "comment_removed", about_of(comment), _diff(comment, before, ""))


@transaction.atomic
def resolve(comment: Comment, actor: User, now: datetime, *, is_resolved: bool = True) -> None:
    """Say that what a thread asked for is done, or open it again."""
    head = comment.reply_to or comment
    if (head.resolved_at is not None) == is_resolved:
        return
    head.resolved_at, head.resolved_by = (now, actor) if is_resolved else (None, None)
    head.save(update_fields=["resolved_at", "resolved_by"])
    verb = "comment_resolved" if is_resolved else "comment_reopened"
    audit.record(head.workspace, actor, verb, about_of(head), {"thread": ("", head.text)})
    _has_read(head, actor, now)


def _refuse_foreign(comment: Comment, actor: User) -> None:
    if comment.author_id != actor.pk or comment.deleted_at is not None:
        raise NotTheirs


def _diff(comment: Comment, before: str, after: str) -> dict[str, tuple[str, str]]:
    return {"shared_comment" if comment.is_shared else "comment": (before, after)}


# --- Who is told ---------------------------------------------------------------------------------------------------


def members(workspace: Workspace) -> list[User]:
    """Whom one can name."""
    return list(User.objects.filter(memberships__workspace=workspace, is_active=True).order_by("name", "email"))


def handles(people: Iterable[User]) -> dict[str, list[User]]:
    """What may follow an @, in small letters, and whom it names: a whole name all who have it, its first word one."""
    whole: dict[str, list[User]] = {}
    first: dict[str, list[User]] = {}
    for person in people:
        name = person.get_short_name().casefold()
        whole.setdefault(name, []).append(person)
        first.setdefault(name.partition(" ")[0], []).append(person)
    return {word: named for word, named in first.items() if len(named) == 1} | whole


def naming(known: Iterable[str]) -> re.Pattern[str]:
    """Finds an @ followed by one of the `known` names, the longest that fits."""
    longest_first = sorted(map(re.escape, known), key=len, reverse=True)
    return re.compile(rf"(?<![\w@./])@({'|'.join(longest_first) or '(?!)'})(?!\w)", re.IGNORECASE)


def mentioned(text: str, people: Iterable[User]) -> list[User]:
    """Those of `people` whose name stands after an @ in `text`, each once."""
    known = handles(people)
    found = naming(known).findall(text)
    return list(dict.fromkeys(person for name in found for person in known.get(name.casefold(), [])))


def _concerned(about: About, head: Comment | None, link: GuestLink | None) -> set[User]:
    """Whoever looks after what is talked of, and whoever spoke in the same thread; for a guest, who let them in."""
    found = {getattr(about, "owner", None), link.made_by if link else None}
    if head is not None:
        spoke = Comment.objects.filter(models.Q(pk=head.pk) | models.Q(reply_to=head)).exclude(author=None)
        found |= set(User.objects.filter(pk__in=spoke.values("author")))
    return {person for person in found if person}


def _has_read(head: Comment | None, reader: User | None, now: datetime) -> None:
    """Whoever answers in a thread, or is done with it, has read what they were told of it."""
    if head is not None and reader is not None:
        said = models.Q(comment=head) | models.Q(comment__reply_to=head)
        Notice.objects.filter(said, user=reader, read_at=None).update(read_at=now)


def _tell(comment: Comment, people: Iterable[User], kind: str, now: datetime) -> None:
    about = about_of(comment)
    tell(
        comment.workspace,
        people,
        kind,
        f"{kind}:{comment.pk}",
        now,
        link=address(comment),
        label=str(about),
        words=comment.text,
        actor=comment.author,
        guest=comment.guest,
        post=about if isinstance(about, Post) else None,
        comment=comment,
    )


# --- Reading -------------------------------------------------------------------------------------------------------


def about_of(comment: Comment) -> About:
    """What a comment is about."""
    return next(row for row in (comment.post, comment.persona, comment.channel) if row is not None)


def address(comment: Comment) -> str:
    """Where within the site a member reads `comment`."""
    return f"{page(about_of(comment))}#comment-{comment.pk}"


def page(about: About) -> str:
    """The address within the site of what is talked of."""
    return reverse(about._meta.model_name, args=[about.workspace.slug, about.pk])


def shown(about: About, viewer_is_guest: bool) -> list[Thread]:
    """What was said about `about`, the oldest first, as far as the reader may read it; one query.

    A removed comment keeps its place while something was answered to it. A guest does not see the addresses that stand
    for members who gave no name.
    """
    rows = Comment.objects.filter(**{about._meta.model_name: about}).select_related("author", "resolved_by")
    return _threads(list(rows.filter(is_shared=True) if viewer_is_guest else rows), about, viewer_is_guest)


def _threads(rows: Sequence[Comment], about: About, viewer_is_guest: bool) -> list[Thread]:
    def word(comment: Comment) -> Word:
        if comment.author is None:
            return Word(comment, comment.guest)
        name = comment.author.name or str(about.workspace) if viewer_is_guest else comment.author.get_short_name()
        return Word(comment, name)

    replies: dict[int | None, list[Word]] = {}
    for row in rows:
        if row.deleted_at is None:
            replies.setdefault(row.reply_to_id, []).append(word(row))
    heads = [row for row in rows if row.reply_to_id is None and (row.deleted_at is None or row.pk in replies)]
    return [Thread(word(head), tuple(replies.get(head.pk, ()))) for head in heads]
