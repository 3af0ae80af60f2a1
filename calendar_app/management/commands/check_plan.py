"""manage.py check_plan: what the checker says of a workspace, for a terminal, a script or a review tool."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django_scopes import scope

from calendar_app import checker, life
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Report
from calendar_app.rules.render import json, markdown, sarif, text
from smplanner.workspaces.models import Workspace

CLEAN, FOUND, MISUSE = 0, 1, 2
FORMATS = {"text": text.render, "json": json.render, "sarif": sarif.render, "markdown": markdown.render}


def misuse(message: str) -> CommandError:
    """What the command was asked cannot be done as asked."""
    return CommandError(message, returncode=MISUSE)


def slugs(given: str) -> list[str]:
    """The names in a list with commas."""
    return [slug.strip() for slug in given.split(",") if slug.strip()]


class Command(BaseCommand):
    help = "Check a workspace's plan. Exit status: 0 nothing to say, 1 something found, 2 the command was misused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("workspace", nargs="?", metavar="WORKSPACE", help="short name of the workspace")
        parser.add_argument("--all", action="store_true", help="check every workspace")
        parser.add_argument("--select", action="extend", type=slugs, metavar="RULES", help="only these rules")
        parser.add_argument(
            "--ignore", action="extend", type=slugs, metavar="RULES", default=[], help="not these rules"
        )
        parser.add_argument("--format", choices=FORMATS, default="text")
        parser.add_argument(
            "--fail-level", choices=["error", "warning", "info"], default="warning", help="least severity for status 1"
        )
        parser.add_argument("--output", type=Path, metavar="FILE", help="write there instead of to the terminal")
        parser.add_argument("--language", choices=[code for code, _ in settings.LANGUAGES])

    def handle(self, *args: Any, **options: Any) -> None:
        for slug in [*(options["select"] or []), *options["ignore"]]:
            if slug not in RULES:
                raise misuse(f"There is no rule called {slug}. `manage.py explain_rule` lists them.")
        workspaces = self._workspaces(options["workspace"], options["all"])
        reports = {one.slug: _check(one, options["select"], options["ignore"]) for one in workspaces}
        with translation.override(options["language"] or settings.LANGUAGE_CODE):
            self._write(reports, options)
        level = checker.Severity.named(options["fail_level"])
        if any(report.worst is not None and report.worst >= level for report in reports.values()):
            sys.exit(FOUND)

    def _workspaces(self, slug: str | None, every: bool) -> list[Workspace]:
        if every == bool(slug):
            raise misuse("Name one workspace, or say --all.")
        found = list(Workspace.objects.order_by("slug") if every else Workspace.objects.filter(slug=slug))
        if slug and not found:
            raise misuse(f"There is no workspace called {slug}.")
        return found

    def _write(self, reports: Mapping[str, Report], options: Mapping[str, Any]) -> None:
        if options["format"] == "text" and not options["output"] and self.stdout.isatty() and not options["no_color"]:
            self.stdout.write(text.render(reports, colours=True), ending="")
            return
        written = FORMATS[options["format"]](reports)
        if not options["output"]:
            self.stdout.write(written, ending="")
            return
        try:
            options["output"].write_text(written, encoding="utf-8")
        except OSError as error:
            raise misuse(f"{options['output']} cannot be written: {error.strerror}.") from error


def _check(workspace: Workspace, select: Iterable[str] | None, ignore: Iterable[str]) -> Report:
    today = timezone.now().astimezone(workspace.tz).date()
    with scope(workspace=workspace):
        report = checker.check(workspace, today, select=select, ignore=ignore)
        if select is None and not ignore:  # a part of the rules would make the others' findings seem gone
            life.follow(workspace, report)
        return report
