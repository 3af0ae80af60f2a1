"""manage.py explain_rule: one rule's page of the manual."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from calendar_app.rules.core import RULES
from calendar_app.rules.render import manual


class Command(BaseCommand):
    help = "Say what a rule looks for, why, and what can be set; without a name, list every rule."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rule", nargs="?", metavar="RULE")
        parser.add_argument("--language", choices=[code for code, _ in settings.LANGUAGES])

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["rule"]
        if slug and slug not in RULES:
            raise CommandError(f"There is no rule called {slug}. They are: {', '.join(sorted(RULES))}.", returncode=2)
        with translation.override(options["language"] or settings.LANGUAGE_CODE):
            self.stdout.write(manual.page(RULES[slug]) if slug else manual.index(), ending="")
