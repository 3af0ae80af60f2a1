"""manage.py export_workspace: everything that a workspace holds, as one file. Its form: docs/archive.md."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scope

from calendar_app.exchange import archive
from smplanner.workspaces import audit
from smplanner.workspaces.models import Workspace

MISUSE = 2


class Command(BaseCommand):
    help = "Write everything that a workspace holds into one file. Exit status: 0 done, 2 the command was misused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("workspace", metavar="WORKSPACE", help="short name of the workspace")
        parser.add_argument("--output", type=Path, metavar="FILE", help="write there instead of to the terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        workspace = Workspace.objects.filter(slug=options["workspace"]).first()
        if workspace is None:
            raise CommandError(f"There is no workspace called {options['workspace']}.", returncode=MISUSE)
        with scope(workspace=workspace):
            content = archive.export(workspace)
            if options["output"]:
                self._write(options["output"], content)
            else:
                self.stdout.write(content.decode(), ending="")
            audit.record(workspace, None, "exported", workspace)

    def _write(self, path: Path, content: bytes) -> None:
        try:
            path.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.", returncode=MISUSE) from error
        if not self.stdout.isatty():
            return
        self.stdout.write(f"{path}: {len(content):,} bytes.")
