"""What became of a mail, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smplanner.mail.models import Message
from smplanner.workspaces.mails import KINDS

OTHER_KINDS = {
    "invitation": gettext_lazy("Invitation"),
    "guest": gettext_lazy("Link for an outsider"),
}


@dataclass(frozen=True)
class Described:
    """A mail as a list shows it: `state` is one of sent, failing, given-up, waiting."""

    mail: Message
    kind: str
    state: str
    said: str


def described(mail: Message) -> Described:
    names = [str(KINDS.get(kind) or OTHER_KINDS.get(kind, "")) for kind in mail.kind.split("+")]
    state = _state(mail)
    return Described(mail, "; ".join(filter(None, names)), state, _said(mail, state))


def _state(mail: Message) -> str:
    if mail.sent_at:
        return "sent"
    if mail.given_up_at:
        return "given-up"
    return "failing" if mail.error else "waiting"


def _said(mail: Message, state: str) -> str:
    if state == "failing":
        return _("Not taken %(n)s times") % {"n": mail.attempts} if mail.attempts > 1 else _("Not taken yet")
    return {"sent": _("Sent"), "given-up": _("Given up")}.get(state, _("Waiting"))
