"""manage.py check_plan: what the checker says of a workspace, for a terminal, a script or a review tool."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django_scopes import scope

from calendar_app import checker, life
from calendar_app.exchange import archive
from calendar_app.rules.core import RULES
from calendar_app.rules.engine import Report
from calendar_app.rules.render import json, markdown, sarif, text
from smplanner.workspaces.models import Workspace

from .import_workspace import content_of

CLEAN, FOUND, MISUSE = 0, 1, 2
FORMATS = {"text": text.render, "json": json.render, "sarif": sarif.render, "markdown": markdown.render}


def misuse(message: str) -> CommandError:
    """What the command was asked cannot be done as asked."""
    return CommandError(message, returncode=MISUSE)


def day(given: str) -> date:
    """A day as ISO 8601 writes it."""
    return date.fromisoformat(given)


def is_file(name: str) -> bool:
    """Whether `name` is a file's: no short name of a workspace has a dot or a slash."""
    return "." in name or "/" in name or os.sep in name


def slugs(given: str) -> list[str]:
    """The names in a list with commas."""
    return [slug.strip() for slug in given.split(",") if slug.strip()]


class Command(BaseCommand):
    help = "Check a workspace's plan. Exit status: 0 nothing to say, 1 something found, 2 the command was misused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "workspace",
            nargs="?",
            metavar="WORKSPACE|FILE.json",
            help="short name of the workspace; or a file, which is checked without a database",
        )
        parser.add_argument("--all", action="store_true", help="check every workspace")
        parser.add_argument("--select", action="extend", type=slugs, metavar="RULES", help="only these rules")
        parser.add_argument(
            "--ignore", action="extend", type=slugs, metavar="RULES", default=[], help="not these rules"
        )
        parser.add_argument("--since", type=day, metavar="YYYY-MM-DD", help="leave out posts and weeks before it")
        parser.add_argument("--until", type=day, metavar="YYYY-MM-DD", help="leave out posts and weeks after it")
        parser.add_argument("--today", type=day, metavar="YYYY-MM-DD", help="check as if it were that day")
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
        if options["since"] and options["until"] and options["since"] > options["until"]:
            raise misuse("--since is after --until.")
        with translation.override(options["language"] or settings.LANGUAGE_CODE):
            reports = dict(self._reports(options))
            self._write(reports, options)
        level = checker.Severity.named(options["fail_level"])
        if any(report.worst is not None and report.worst >= level for report in reports.values()):
            sys.exit(FOUND)

    def _reports(self, options: Mapping[str, Any]) -> Iterator[tuple[str, Report]]:
        name = options["workspace"] or ""
        if is_file(name) and not options["all"]:
            report = _check_file(Path(name), options)
            yield Path(name).name, _of_span(report, options)
            return
        workspaces = self._workspaces(name, options["all"])
        for number, workspace in enumerate(workspaces, 1):
            self._progress(number, len(workspaces), workspace.slug)
            yield workspace.slug, _of_span(_check(workspace, options), options)
        self._progress(0, len(workspaces), "")

    def _progress(self, number: int, of: int, slug: str) -> None:
        """One line that is written over, for people who wait; no script ever sees it."""
        if of > 1 and self.stderr.isatty():
            self.stderr.write(f"\r\x1b[K{number}/{of} {slug}" if number else "\r\x1b[K", ending="")
            self.stderr.flush()

    def _workspaces(self, slug: str | None, every: bool) -> list[Workspace]:
        if every == bool(slug):
            raise misuse("Name one workspace, or say --all.")
        found = list(Workspace.objects.order_by("slug") if every else Workspace.objects.filter(slug=slug))
        if slug and not found:
            raise misuse(f"There is no workspace called {slug}.")
        return found

    def _in_colour(self, options: Mapping[str, Any]) -> bool:
        """On a terminal, unless somebody said no: --no-color, or the variable NO_COLOR with anything in it."""
        if options["force_color"]:
            return True
        return self.stdout.isatty() and not options["no_color"] and not os.environ.get("NO_COLOR")

    def _write(self, reports: Mapping[str, Report], options: Mapping[str, Any]) -> None:
        if options["format"] == "text" and not options["output"] and self._in_colour(options):
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


def _check(workspace: Workspace, options: Mapping[str, Any]) -> Report:
    today = timezone.now().astimezone(workspace.tz).date()
    select, ignore = options["select"], options["ignore"]
    with scope(workspace=workspace):
        report = checker.check(workspace, options["today"] or today, select=select, ignore=ignore)
        # A part of the rules would make the others' findings seem gone, and another day is no day of the record.
        if select is None and not ignore and options["today"] in {None, today}:
            life.follow(workspace, report)
        return report


def _check_file(path: Path, options: Mapping[str, Any]) -> Report:
    try:
        found = archive.parse(content_of(path), archive.known_to_all())
    except archive.Refused as refused:
        raise misuse(str(refused)) from None
    today = options["today"] or timezone.now().astimezone(archive.zone_of(found)).date()
    return archive.check(found, today, select=options["select"], ignore=options["ignore"])


def _of_span(report: Report, options: Mapping[str, Any]) -> Report:
    if options["since"] is None and options["until"] is None:
        return report
    return report.narrowed(since=options["since"], until=options["until"])
