"""Posts as calendar entries: one query for a span of days, one for the reserve, whatever their number."""

from collections.abc import Iterator
from datetime import date

from smplanner.workspaces.models import Workspace

from .grid import Entry, place, span
from .models import Post

# The reserve beside the calendar shows the newest; it is a tray, no archive.
FULL_TRAY = 200

IDENTITY = ("pk", "title", "channel_id", "persona_id", "pillar_id", "status", "version")
MOMENT = ("publish_at", "local_date", "local_time")


def dated(workspace: Workspace, first: date, last: date) -> Iterator[Entry]:
    """The posts that stand on a day from `first` to `last` by the workspace's clock, in order of their instants."""
    zone = workspace.tz
    for row in Post.objects.between(*span(first, last, zone)).values_list(*IDENTITY, *MOMENT, "text"):
        day, clock = place(row[7], row[8], row[9], zone)
        if first <= day <= last:
            yield Entry(*row[:7], day, clock, row[10], row[7])


def undated(*, with_text: bool = False) -> Iterator[Entry]:
    """The newest posts of the reserve. Texts are long, and only read when someone searches in them."""
    text = ("text",) if with_text else ()
    for row in Post.objects.reserve().values_list(*IDENTITY, *text)[:FULL_TRAY]:
        yield Entry(*row[:7], None, None, *row[7:])
