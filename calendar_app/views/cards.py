"""A post at a glance: what the calendar shows beside it when a pointer or the focus stays on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from calendar_app.models import Post
from smplanner.workspaces.access import workspace

from .saying import say_moment


@workspace("plan.read")
@require_safe
def post_card(request: HttpRequest, post_id: int) -> HttpResponse:
    """The whole title, how the text begins, and facts; the page that asks knows what the checker finds."""
    related = ("workspace", "channel__platform", "persona", "pillar", "objective", "campaign", "owner")
    post = get_object_or_404(Post.objects.select_related(*related), pk=post_id)
    context = {"post": post, "moment": say_moment(post), "media": list(post.media.all())}
    return render(request, "calendar/_card.html", context)
