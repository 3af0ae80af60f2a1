"""manage.py import_workspace: make a new workspace of a file. Its form: docs/archive.md."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from calendar_app.exchange import archive
from smplanner.workspaces.models import User

WRONG, MISUSE = 1, 2


class Command(BaseCommand):
    help = (
        "Make a new workspace of a file. Exit status: 0 done, 1 something in the file is wrong and nothing was "
        "imported, 2 the command was misused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="what export_workspace wrote, or you by hand")
        parser.add_argument("--owner", required=True, metavar="EMAIL", help="who administers the new workspace")
        parser.add_argument("--language", choices=[code for code, _ in settings.LANGUAGES])

    def handle(self, *args: Any, **options: Any) -> None:
        owner = User.objects.filter(email=options["owner"].strip().lower(), is_active=True).first()
        if owner is None:
            raise CommandError(f"No active account has the address {options['owner']}.", returncode=MISUSE)
        with translation.override(options["language"] or settings.LANGUAGE_CODE):
            try:
                found = archive.parse(content_of(options["file"]), archive.known_here())
            except archive.Refused as refused:
                raise CommandError(f"{refused}", returncode=WRONG) from None
        workspace = archive.settle(found, owner)
        if options["verbosity"]:
            self.stdout.write(f"The workspace is at /w/{workspace.slug}/, for {owner.email}.")


def content_of(path: Path) -> bytes:
    """What a file holds, and no more of it than says that it is too much."""
    try:
        with path.open("rb") as file:
            return file.read(archive.LARGEST + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.", returncode=MISUSE) from error
