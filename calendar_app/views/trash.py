"""The trash: what was thrown away, for how long it stays, and removing it for good."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from calendar_app import purging
from calendar_app.models import Post
from smplanner.workspaces.access import workspace

MOST_SHOWN = 200


@workspace("post.delete")
@require_safe
def post_trash(request: HttpRequest) -> HttpResponse:
    """What was thrown away, the latest first, with the days that are left to take it back."""
    request.section = "calendar"
    now = timezone.now()
    posts = list(Post.trash.select_related("channel__platform").order_by("-deleted_at", "-pk")[: MOST_SHOWN + 1])
    context = {
        "posts": posts[:MOST_SHOWN],
        "rows": [(post, purging.days_left(post, now)) for post in posts[:MOST_SHOWN]],
        "has_more": len(posts) > MOST_SHOWN,
        "days": purging.KEPT.days,
    }
    return render(request, "posts/trash.html", context)


@workspace("post.purge")
@require_http_methods(["GET", "HEAD", "POST"])
def post_purge(request: HttpRequest, post_id: int) -> HttpResponse:
    """Remove one post from the trash for good, after having asked."""
    post = get_object_or_404(Post.trash, pk=post_id)
    return _purge(request, Post.trash.filter(pk=post.pk), post)


@workspace("post.purge")
@require_http_methods(["GET", "HEAD", "POST"])
def trash_empty(request: HttpRequest) -> HttpResponse:
    """Remove all that lies in the trash for good, after having asked."""
    return _purge(request, Post.trash.all(), None)


def _purge(request: HttpRequest, posts: QuerySet[Post], one: Post | None) -> HttpResponse:
    request.section = "calendar"
    if request.method != "POST":
        return render(request, "posts/purge.html", {"post": one, "number": posts.count()})
    gone = 0
    while some := purging.purge(request.workspace, posts, request.user):
        gone += some
    if gone:
        said = ngettext("%(n)s post is removed for good.", "%(n)s posts are removed for good.", gone) % {"n": gone}
        messages.success(request, said)
    else:
        messages.info(request, _("There was nothing left to remove."))
    return redirect("post-trash", request.workspace.slug)
