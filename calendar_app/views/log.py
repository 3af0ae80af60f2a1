"""The log of a workspace: everything that was done in it, to be searched, read and taken out."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from calendar_app import history, log, log_files, log_words
from calendar_app.forms.log import LogForm
from calendar_app.history_words import Line, posts_of, told
from smplanner.workspaces.access import workspace
from smplanner.workspaces.models import AuditEvent

from .history import before_of
from .saying import today_in

PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the log in words. `lines` are changes of a post, which may be undone; `changes` those of others."""

    event: AuditEvent
    said: str
    page: str
    lines: tuple[Line, ...] = ()
    changes: list[log_words.Change] = field(default_factory=list)


@workspace("plan.read")
@require_safe
def workspace_log(request: HttpRequest) -> HttpResponse:
    """What was done, the latest first, as far as the filters let it through."""
    request.section = "calendar"
    form = _form(request)
    wish = form.wish()
    rows = log.narrowed(log.readable(request.rights), wish, request.workspace.tz)
    before = before_of(request)
    events = list((rows.filter(pk__lt=before) if before else rows)[: PAGE + 1])
    shown = _rows(request, events[:PAGE])
    asked = request.GET.copy()
    asked.pop("before", None)
    context = {
        "form": form,
        "rows": shown,
        "older": events[PAGE - 1].pk if len(events) > PAGE else None,
        "is_latest": before is None,
        "filters": asked.urlencode(),
        "is_narrowed": wish != log.Wish(),
        "of": log_words.what(events[0]) if wish.of and events else "",
    }
    return render(request, "log/page.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest) -> LogForm:
    return LogForm(request.GET, workspace=request.workspace, rights=request.rights)


def _rows(request: HttpRequest, events: list[AuditEvent]) -> list[Row]:
    of_posts = [event for event in events if event.target_kind == "post"]
    others = [event for event in events if event.target_kind != "post"]
    posts = posts_of(of_posts)
    known = history.Known(request.workspace, of_posts, posts.values())
    meant = log_words.Meant(request.workspace, others)
    return [_row(request, event, posts, known, meant) for event in events]


def _row(request: HttpRequest, event: AuditEvent, posts: dict[int, Any], known: history.Known, meant: Any) -> Row:
    said = log_words.sentence(event)
    if event.target_kind != "post":
        return Row(event, said, meant.page(event), changes=meant.changes(event))
    post = posts.get(event.target_id)
    page = log_words.page_of_post(request.workspace.slug, post) if post else ""
    return Row(event, said, page, told(event, post, known, request.membership).lines)


@workspace("plan.read")
@require_safe
def log_export(request: HttpRequest) -> HttpResponse:
    """The same rows as a file, all of them: CSV, or JSON with `?as=json`."""
    form = _form(request)
    rows = log.narrowed(log.readable(request.rights), form.wish(), request.workspace.tz)
    language = get_language() or "fr"
    ending, mime, write = ("csv", "text/csv; charset=utf-8", log_files.to_csv)
    if request.GET.get("as") == "json":
        ending, mime, write = ("json", "application/json", log_files.to_json)
    name = f"{request.workspace.slug}-log-{today_in(request).isoformat()}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(write(request.workspace, rows, language), content_type=mime, headers=headers)
