"""manage.py first_run: what a new installation needs before anybody can sign in."""

import os
import secrets
from contextlib import ExitStack
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from smplanner.settings import env_flag
from smplanner.workspaces.models import User

# Letters and digits that nobody confuses when typing them from a screen: 30 of them, 16 times, make 78 bits.
CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"
ADVISORY_LOCK = 7_367_921


def terminal_language() -> str:
    """The language to speak in a terminal: French where its locale is French, else English."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "fr" if locale.lower().startswith("fr") else "en"


def new_password() -> str:
    """Four groups of four random characters."""
    return "-".join("".join(secrets.choice(CLEAR) for _ in range(4)) for _ in range(4))


class Command(BaseCommand):
    help = "Make the administrator and the demo workspace of a new installation; does nothing when there are users."

    def handle(self, *args: Any, **options: Any) -> None:
        email = os.environ.get("ADMIN_EMAIL", "admin@localhost").strip().lower()
        try:
            validate_email(email)
        except ValidationError as problem:
            raise CommandError(f"ADMIN_EMAIL={email!r} is not an e-mail address.") from problem
        password = self.make_administrator(email)
        with override(terminal_language()):
            self.tell(email, password)

    def make_administrator(self, email: str) -> str | None:
        """Make the administrator `email`, and the demo unless DEMO=0; the password, or None when there are users.

        All of it or nothing: a start that is cut short begins again next time. Two that start at once agree, because
        the second waits for the first and then finds its user.
        """
        with ExitStack() as stack:
            stack.enter_context(transaction.atomic())  # on SQLite, IMMEDIATE: already the only writer
            if connection.vendor == "postgresql":
                stack.enter_context(connection.cursor()).execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])
            if User.objects.exists():
                return None
            password = new_password()
            user = User.objects.create_superuser(email, password, name=_("Administrator"))
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
            if env_flag("DEMO", True):
                call_command("seed_demo", owner=email, stdout=self.stdout, verbosity=0)
        return password

    def tell(self, email: str, password: str | None) -> None:
        if password is None:
            return
        self.stdout.write("")
        self.stdout.write(_("Your first account:"))
        self.stdout.write("  " + _("e-mail    %(email)s") % {"email": email})
        self.stdout.write("  " + _("password  %(password)s") % {"password": password})
        self.stdout.write(
            _("The password is shown this once. A new one: %(command)s")
            % {"command": f".venv/bin/python manage.py changepassword {email}"}
        )
