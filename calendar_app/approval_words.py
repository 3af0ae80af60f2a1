"""Why something about approval is refused, in a sentence."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from .approval import Locked, NotAsked, NotYours, StalePost, Unasked
from .models import Post


def why_not(refused: Exception) -> str:
    """What to tell whoever was refused. Raises KeyError for what has nothing to do with approval."""
    if isinstance(refused, Locked):
        return locked(refused.fields)
    if isinstance(refused, NotYours):
        return {
            "asked": _("You handed it in yourself: somebody else reads it first."),
            "read": _("You have read it already: somebody else approves it."),
        }.get(refused.args[0], _("Your role does not let you approve posts."))
    return {
        StalePost: _("Somebody changed this post meanwhile: read it as it is now, then answer."),
        Unasked: _("In this workspace a post is approved by an answer: hand it in."),
        NotAsked: _("This post does not stand where that could be done: look how it stands now."),
    }[type(refused)]


def locked(fields: Iterable[str]) -> str:
    """Why the `fields` of an approved post cannot be changed."""
    if set(fields) == {"status"}:
        return _("This post is approved: reopen it, with a reason, to work on it again.")
    return _("This post is approved, and what was approved is locked. Reopen it, with a reason, to change it.")


def of_post(post: Post) -> str:
    """The same of one post among several, by its title."""
    return _("“%(title)s”: it is approved and locked until somebody reopens it.") % {"title": post.title}
