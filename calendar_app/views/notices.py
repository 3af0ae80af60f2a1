"""What somebody was told of in one workspace: read it there, one by one or all at once."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from calendar_app.models import Notice
from calendar_app.notice_words import ICONS, sentence
from smplanner.workspaces.access import workspace
from smplanner.workspaces.mails import KINDS
from smplanner.workspaces.returning import next_address

PAGE = 50


@workspace("plan.read")
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """One's own notices, what is unread first; `kind` in the address leaves out the others."""
    request.section = "notices"
    kind = request.GET.get("kind", "")
    mine = Notice.objects.filter(user=request.user)
    shown = mine.filter(kind=kind) if kind in KINDS else mine
    rows = shown.select_related("actor").annotate(is_read=Q(read_at__isnull=False), thrown_at=F("post__deleted_at"))
    page = Paginator(rows.order_by("is_read", "-at", "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(notice, sentence(notice), ICONS.get(notice.kind, "bell")) for notice in page],
        "kinds": _kinds(mine, kind),
        "kind": kind if kind in KINDS else "",
        "here": _here(request, kind),
    }
    return render(request, "notices/list.html", context)


def _kinds(mine: Any, chosen: str) -> list[dict[str, Any]]:
    """The kinds of which there are any, with how many are unread; one query."""
    counts = mine.order_by().values("kind").annotate(unread=Count("pk", filter=Q(read_at=None)))
    unread = {row["kind"]: row["unread"] for row in counts}
    return [
        {"key": key, "label": label, "unread": unread[key], "is_chosen": key == chosen}
        for key, label in KINDS.items()
        if key in unread
    ]


def _here(request: HttpRequest, kind: str) -> str:
    base = reverse("notices", args=[request.workspace.slug])
    return f"{base}?{urlencode({'kind': kind})}" if kind in KINDS else base


@workspace("plan.read")
@require_POST
def notice_read(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Have read a notice: with `open`, go to what it tells of; with `unread`, be told of it again."""
    notice = get_object_or_404(Notice.objects, pk=notice_id, user=request.user)
    notice.read_at = None if "unread" in request.POST else (notice.read_at or timezone.now())
    notice.save(update_fields=["read_at"])
    if "open" in request.POST and url_has_allowed_host_and_scheme(notice.link, None):
        return redirect(notice.link)
    return redirect(next_address(request, reverse("notices", args=[request.workspace.slug])))


@workspace("plan.read")
@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Have read all of them, or all of one `kind`."""
    rows = Notice.objects.filter(user=request.user, read_at=None)
    if request.POST.get("kind") in KINDS:
        rows = rows.filter(kind=request.POST["kind"])
    number = rows.update(read_at=timezone.now())
    messages.success(request, ngettext("%(n)s notice is read.", "%(n)s notices are read.", number) % {"n": number})
    return redirect("notices", request.workspace.slug)
