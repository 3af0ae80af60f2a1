"""Saying that somebody else has the same post open."""

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from calendar_app import editing
from calendar_app.models import Post
from smplanner.workspaces.access import workspace


@workspace("post.write")
@require_POST
def post_editing(request: HttpRequest, post_id: int) -> JsonResponse:
    """What an open editor says every while, and when it is left: answers who else is there."""
    post = get_object_or_404(Post.objects.select_related("workspace"), pk=post_id)
    if "left" in request.POST:
        editing.end(post, request.user)
        return JsonResponse({"ok": True})
    others = editing.begin(post, request.user, timezone.now())
    return JsonResponse({"ok": True, "said": editing.said(others), "version": post.version})
