"""Where a post went that somebody looks for: notices, mails and pages that were open lead to what was thrown away."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from calendar_app import history, purging
from calendar_app.models import Post
from smplanner.workspaces.models import AuditEvent

View = Callable[..., HttpResponse]


def or_where_it_went(view: View) -> View:
    """Instead of a bare 404 for the post of the address: that it lies in the trash, and the way out, or that it is gone
    for good. To stand below access.workspace; what never was in this workspace stays a bare 404."""

    @wraps(view)
    def inside(request: HttpRequest, post_id: int, **ids: Any) -> HttpResponse:
        try:
            return view(request, post_id=post_id, **ids)
        except Http404:
            is_script = request.headers.get("Accept", "").startswith("application/json")
            if is_script or (page := _page(request, post_id)) is None:
                raise
            return page

    return inside


def _page(request: HttpRequest, post_id: int) -> HttpResponse | None:
    request.section = "calendar"
    rows = Post._base_manager.select_related("workspace", "channel__platform")
    post = rows.filter(workspace=request.workspace, pk=post_id).exclude(deleted_at=None).first()
    context: dict[str, Any] = {"post": post, "typed": request.POST.get("text", "")}
    if post is not None:
        event = history.of_post(post.pk).first()
        by = event.actor if event and event.verb == "trashed" else None
        context |= {"title": post.title, "by": by, "days": purging.days_left(post, timezone.now())}
        return render(request, "posts/gone.html", context, status=404)
    purged = AuditEvent.objects.filter(target_kind="post", target_id=post_id, verb="purged").first()
    if purged is None:
        return None
    return render(request, "posts/gone.html", {**context, "title": purged.target_label, "purged": purged}, status=404)
