"""What a notice says, in a sentence: by the first word of its key, which names the event; else by its kind."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smplanner.workspaces.mails import KINDS

from .models import Notice

# The icon that stands for each kind.
ICONS: Mapping[str, str] = {
    "due": "megaphone",
    "review": "eye",
    "answer": "check",
    "mention": "user",
    "comment": "chat",
    "summary": "chart",
}
# What happened, by who did it and without anybody's name.
SENTENCES: Mapping[str, tuple[object, object]] = {
    "mention": (gettext_lazy("%(who)s names you: “%(what)s”"), gettext_lazy("You are named: “%(what)s”")),
    "comment": (gettext_lazy("%(who)s comments on “%(what)s”"), gettext_lazy("A comment on “%(what)s”")),
    "asked": (
        gettext_lazy("%(who)s asks for your answer to “%(what)s”"),
        gettext_lazy("Your answer to “%(what)s” is asked for"),
    ),
    "read": (
        gettext_lazy("%(who)s has read “%(what)s”: your approval is asked for"),
        gettext_lazy("Your approval of “%(what)s” is asked for"),
    ),
    "approved": (gettext_lazy("%(who)s approved “%(what)s”"), gettext_lazy("“%(what)s” is approved")),
    "sent-back": (gettext_lazy("%(who)s sent “%(what)s” back"), gettext_lazy("“%(what)s” was sent back")),
    "lapsed": (gettext_lazy("Nobody answered “%(what)s” in time"), gettext_lazy("Nobody answered “%(what)s” in time")),
    "reopened": (gettext_lazy("%(who)s opened “%(what)s” again"), gettext_lazy("“%(what)s” is open again")),
    "due": (gettext_lazy("To post now: %(what)s"), gettext_lazy("To post now: %(what)s")),
    "review": (
        gettext_lazy("“%(what)s” waits for your answer"),
        gettext_lazy("“%(what)s” waits for your answer"),
    ),
    "answer": (gettext_lazy("%(who)s answered “%(what)s”"), gettext_lazy("“%(what)s” was answered")),
}


def sentence(notice: Notice) -> str:
    """What happened, and to what: plain text, in the present language."""
    event = notice.key.partition(":")[0]
    known = SENTENCES.get(event) or SENTENCES.get(notice.kind)
    who = str(notice.actor) if notice.actor else notice.guest
    if known is None:
        return f"{KINDS.get(notice.kind, notice.kind)}: {notice.label}"
    return str(known[0 if who else 1]) % {"who": who, "what": notice.label or _("without a name")}
