"""manage.py purge_trash: remove for good what lay in the trash for thirty days."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from calendar_app import purging


class Command(BaseCommand):
    help = (
        "Remove for good what has lain in the trash of any workspace for thirty days. The server's worker does so by "
        "itself; this is for a site whose worker does not run."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and remove nothing")

    def handle(self, *_args: Any, dry_run: bool, **_options: Any) -> None:
        now, total = timezone.now(), 0
        for workspace in purging.with_overdue(now):
            posts = purging.overdue(workspace, now)
            if dry_run:
                gone = posts.count()
            else:
                gone = 0
                while some := purging.purge(workspace, posts, None):
                    gone += some
            total += gone
            self.stdout.write(f"{workspace.slug}: {gone}")
        self.stdout.write(f"{total} would be removed." if dry_run else f"{total} removed.")
