"""The kinds of mail that a person may want or not. Invitations and what an account needs are always sent."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

KINDS: Mapping[str, object] = {
    "due": _("A post that I look after is due"),
    "review": _("A post waits for my approval"),
    "answer": _("A post of mine was approved or sent back"),
    "mention": _("Somebody names me in a comment"),
    "comment": _("Somebody comments on what I look after"),
    "summary": _("The summary of the week"),
}

# What is of use at its moment alone, and is never gathered: a post that is due; the summary, which has its own hour.
AT_ONCE_ONLY = frozenset({"due", "summary"})
