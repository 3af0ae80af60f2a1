"""Posts as a table: the whole plan, or a part of it, as CSV or XLSX. Reading one back is in comparing and taking."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import F, QuerySet

from calendar_app.models import Media, Post
from smplanner.workspaces.models import Workspace

from . import cells, sheets
from .names import names_of


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its ending and what browsers call it."""

    ending: str
    mime: str
    delimiter: str = ""


KINDS: Mapping[str, Kind] = {
    "xlsx": Kind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "semicolons": Kind("csv", "text/csv; charset=utf-8", ";"),
    "commas": Kind("csv", "text/csv; charset=utf-8", ","),
}


def export(workspace: Workspace, kind: Kind, only: Collection[int] | None = None) -> bytes:
    """The posts of the workspace in scope in the order of the plan, or those of them that `only` numbers.

    Ten queries, whatever their number.
    """
    posts = Post.objects.order_by(F("publish_at").asc(nulls_last=True), "pk")
    if only is not None:
        posts = posts.filter(pk__in=only)
    rows = _rows(workspace, posts)
    if kind.delimiter:
        return sheets.to_csv(cells.headings(), rows, kind.delimiter)
    return sheets.to_xlsx(workspace.name, cells.headings(), rows)


def _rows(workspace: Workspace, posts: QuerySet[Post]) -> Iterator[list[str]]:
    scribe = cells.Scribe(names_of(workspace, sources=True))
    pictures = _pictures(posts)
    for post in posts.iterator(chunk_size=2000):
        yield scribe.row(post, pictures.get(post.pk, ""))


def _pictures(posts: QuerySet[Post]) -> Mapping[int, str]:
    """What is told of the pictures and videos of each post: a line each, with what they show."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Media.objects.filter(post__in=posts.order_by().values("pk")).order_by("position", "pk")
    for post, label, alt_text in rows.values_list("post", "label", "alt_text"):
        found[post].append(f"{label}: {alt_text}" if alt_text else label)
    return {number: "\n".join(lines) for number, lines in found.items()}
