"""On the day: what is due, and the page from which a post is copied, posted by hand, and noted as posted."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calendar_app import history, posting, workflow
from calendar_app.forms.posting import PostedForm
from calendar_app.models import Media, Post
from smplanner.workspaces.access import workspace
from smplanner.workspaces.returning import next_address, offer_undo

from .gone import or_where_it_went
from .meanwhile import version_in
from .saying import say_moment, today_in

MOST = 100


@workspace("plan.read")
@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """What waits to be posted now, the longest waiting first, and what the rest of the day brings."""
    request.section = "due"
    now = timezone.now()
    posts = Post.objects.select_related("channel__platform", "owner")
    waiting = list(posting.due(posts, now)[: MOST + 1])
    later = _later_today(request, now, {post.pk for post in waiting})
    context = {"now": [(post, say_moment(post)) for post in waiting[:MOST]], "has_more": len(waiting) > MOST}
    return render(request, "posting/due.html", context | {"later": [(post, say_moment(post)) for post in later]})


def _later_today(request: HttpRequest, now: datetime, but: set[int]) -> list[Post]:
    today = Post.objects.select_related("channel__platform", "owner").filter(
        local_date=today_in(request), status__in=posting.OPEN
    )
    return [
        post for post in today.order_by("publish_at", "pk")[:MOST] if posting.due_at(post) > now and post.pk not in but
    ]


@workspace("plan.read")
@require_safe
@or_where_it_went
def post_publish(request: HttpRequest, post_id: int) -> HttpResponse:
    """All that posting by hand takes, made for a thumb."""
    return _page(request, _found(post_id))


@workspace("post.write")
@require_POST
def post_posted(request: HttpRequest, post_id: int) -> HttpResponse:
    """It is out: note it, with its address when there is one."""
    post = _found(post_id)
    form, version = PostedForm(request.POST, instance=Post(pk=post.pk)), version_in(request)
    if not version:
        return _told_of_newer(request, post)
    if not form.is_valid():
        return _page(request, post, form, status=422)
    try:
        posted = workflow.post_out(post, form.cleaned_data["posted_url"], version, request.user, timezone.now())
    except Post.DoesNotExist:  # thrown away between reading it and posting
        raise Http404 from None
    except workflow.StalePost:
        return _told_of_newer(request, post)
    messages.success(request, _("“%(title)s” is noted as posted.") % {"title": posted.title})
    event, back = history.of_post(posted.pk).first(), next_address(request, "")
    if event is not None:
        url = reverse("history-undo", args=[request.workspace.slug, event.pk])
        offer_undo(request, url, _("Undo"), [("next", back)] if back else ())
    return redirect(back or reverse("due", args=[request.workspace.slug]))


def _told_of_newer(request: HttpRequest, post: Post) -> HttpResponse:
    """The page of `post` as it stands, with what was typed: it says something else than what was copied."""
    messages.error(request, _("Someone changed this post meanwhile: see whether what you posted is what it says now."))
    return _page(request, _found(post.pk), PostedForm(request.POST, instance=Post(pk=post.pk)), status=409)


def _found(post_id: int) -> Post:
    return get_object_or_404(Post.objects.select_related("workspace", "channel__platform", "owner"), pk=post_id)


def _page(request: HttpRequest, post: Post, form: PostedForm | None = None, status: int = 200) -> HttpResponse:
    request.section = "due"
    channel = post.channel
    door = posting.door(channel.platform.slug, channel.account_url, post.text) if channel else None
    context = {
        "post": post,
        "moment": say_moment(post),
        "door": door,
        "media": _pictures(post),
        "link": post.link if post.link and post.link not in post.text else "",
        "is_out": post.status == Post.Status.POSTED,
        "warning": _warning(request, post),
        # After a refusal the page holds what was typed, and the version that is shown now.
        "form": form or PostedForm(instance=post, initial={"version": post.version}),
        "version": post.version,
    }
    return render(request, "posting/post.html", context, status=status)


def _pictures(post: Post) -> Sequence[Media]:
    return list(post.media.all())


def _warning(request: HttpRequest, post: Post) -> str:
    """What whoever is about to post should know; empty when nothing speaks against it."""
    if post.status == Post.Status.CANCELLED:
        return _("This post is cancelled: it is not to go out.")
    required = request.workspace.approval in {request.workspace.Approval.REQUIRED, request.workspace.Approval.TWO_STEPS}
    if required and post.status not in {Post.Status.APPROVED, Post.Status.POSTED}:
        return _("This post is not approved yet.")
    if post.publish_at and posting.due_at(post) > timezone.now() + timedelta(hours=1):
        return _("Its moment has not come yet.")
    return ""
