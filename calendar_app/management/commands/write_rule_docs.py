"""manage.py write_rule_docs: the manual of the rules under docs/rules/, in every language of the site."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from calendar_app.rules.core import RULES
from calendar_app.rules.render import manual

FOLDER = settings.BASE_DIR / "docs" / "rules"


def pages() -> Iterator[tuple[Path, str]]:
    """Every page of the manual with the path, below the folder, at which it stands."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield Path(language, "README.md"), manual.index()
            for slug, rule in RULES.items():
                yield Path(language, f"{slug}.md"), manual.page(rule)


class Command(BaseCommand):
    help = "Write the pages about the rules, and remove those of rules that are gone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail when a page is not as it would be"
        )
        parser.add_argument("--folder", type=Path, default=FOLDER)

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        wanted = {folder / path: text for path, text in pages()}
        there = {path: path.read_text(encoding="utf-8") for path in folder.glob("*/*.md")}
        stale = sorted(path for path in wanted.keys() | there.keys() if wanted.get(path) != there.get(path))
        if options["check"]:
            if stale:
                names = ", ".join(str(path.relative_to(folder)) for path in stale)
                raise CommandError(f"Run `make docs`: these pages are not fresh: {names}.")
            return
        for path in stale:
            if path in wanted:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(wanted[path], encoding="utf-8")
            else:
                path.unlink()
        self.stdout.write(f"{len(stale)} of {len(wanted)} pages written.")
