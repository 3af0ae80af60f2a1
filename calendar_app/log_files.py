"""The log as a file, row by row, however long it is."""

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_scopes import scope

from smplanner.workspaces.models import AuditEvent, Workspace

from . import log_words
from .exchange.sheets import guarded

AT_ONCE = 500


class _Echo:
    """A file that hands back what is written into it."""

    def write(self, line: str) -> str:
        return line


def to_csv(workspace: Workspace, rows: QuerySet[AuditEvent], language: str) -> Iterator[str]:
    """The lines of a CSV file that Excel opens by a double click; no cell begins a formula."""
    writer = csv.writer(_Echo(), delimiter=";")
    with override(language):
        header = [_("Moment"), _("Who"), _("What happened"), _("What changed"), _("Reason"), _("About"), _("Name")]
    yield "\ufeff" + writer.writerow([*header, "verb", "kind", "number", "act"])
    for some, meant in _chunks(workspace, rows, language):
        for event in some:
            with override(language):
                changes = "\n".join(f"{one.label}: {one.before} → {one.after}" for one in meant.changes(event))
                said = [log_words.who(event), log_words.sentence(event), changes, event.reason]
                said += [log_words.kind_name(event.target_kind), event.target_label]
            plain = [event.verb, event.target_kind, str(event.target_id or ""), str(event.batch or "")]
            yield writer.writerow([_moment(workspace, event), *map(guarded, [*said, *plain])])


def to_json(workspace: Workspace, rows: QuerySet[AuditEvent], language: str) -> Iterator[str]:
    """An array of objects, one a line, with what the log holds as it holds it."""
    begin = "[\n"
    for some, _meant in _chunks(workspace, rows, language):
        for event in some:
            with override(language):
                told = _object(workspace, event)
            yield begin + json.dumps(told, ensure_ascii=False)
            begin = ",\n"
    yield "[]\n" if begin == "[\n" else "\n]\n"


def _object(workspace: Workspace, event: AuditEvent) -> dict[str, Any]:
    return {
        "at": _moment(workspace, event),
        "who": str(event.actor) if event.actor else None,
        "guest": event.guest,
        "link": event.link_name,
        "said": log_words.sentence(event),
        "verb": event.verb,
        "kind": event.target_kind,
        "number": event.target_id,
        "name": event.target_label,
        "changes": event.diff,
        "reason": event.reason,
        "act": str(event.batch) if event.batch else None,
    }


def _moment(workspace: Workspace, event: AuditEvent) -> str:
    return event.at.astimezone(workspace.tz).isoformat(timespec="seconds")


def _chunks(
    workspace: Workspace, rows: QuerySet[AuditEvent], language: str
) -> Iterator[tuple[list[AuditEvent], log_words.Meant]]:
    """The rows by some hundreds with what they mean. A file is sent when its view has long left the workspace."""
    before = None
    while True:
        with scope(workspace=workspace), override(language):
            some = list((rows if before is None else rows.filter(pk__lt=before))[:AT_ONCE])
            meant = log_words.Meant(workspace, some)
        if some:
            yield some, meant
        if len(some) < AT_ONCE:
            return
        before = some[-1].pk
