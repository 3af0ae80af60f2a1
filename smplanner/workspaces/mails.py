"""The kinds of mail that a person may want or not. Invitations and what an account needs are always sent."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

KINDS: Mapping[str, object] = {
    "due": _("A post that I look after is due"),
}
