"""What people outside see by their secret link: the posts that are shared with them, and their answer to each.

Nothing of the workspace's own pages is shown here or linked: no internal comment, no finding, no other post.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scope

from calendar_app import approval, guests, talk
from calendar_app.approval import Who
from calendar_app.forms.guests import AnswerForm
from calendar_app.models import GuestLink, Media, Post
from calendar_app.workflow import StalePost
from smplanner.workspaces.access import secret_link

from .meanwhile import version_in
from .media import small, whole
from .saying import say_moment

# What one link may write in so many seconds: far more than a person does, far less than a script.
MOST_ACTS, WINDOW = 30, 600
# How many posts that went out the list names.
MOST_POSTED = 30
View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """Let in whoever holds the secret of a link that works, and give the view that link.

    The view runs in the workspace's scope and zone, in the link's language unless the reader chose another.
    """

    @secret_link
    @wraps(view)
    def inside(request: HttpRequest, token: str, **ids: int) -> HttpResponse:
        link = guests.by_token(token)
        now = timezone.now()
        if link is None:
            return _private(_gone(request, None, 404))
        with override(_language(request, link)), timezone.override(link.workspace.tz), scope(workspace=link.workspace):
            if guests.state(link, now) != guests.State.OPEN:
                return _private(_gone(request, link, 410))
            request.token = token
            try:
                response = view(request, link, **ids)
            except Http404:
                response = _gone(request, link, 404)
            response = _private(response)
            guests.note_use(link, now)
        return response

    return inside


def _language(request: HttpRequest, link: GuestLink) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else link.language


def _private(response: HttpResponse) -> HttpResponse:
    """Kept nowhere, found by no search engine, told to no other site.

    The address goes along within this site only (Referrer-Policy: same-origin, as everywhere): with no-referrer,
    browsers would send a form with `Origin: null`, which the check against forged forms refuses.
    """
    response.headers.setdefault("Cache-Control", "private, no-store")
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _gone(request: HttpRequest, link: GuestLink | None, status: int) -> HttpResponse:
    """Nothing is shown here: no such address (404), no such post by this link (404), or the link is over (410)."""
    context = {"link": link, "is_over": status == 410, "who": guests.name_of_maker(link) if link else ""}
    if link is not None and status == 404:
        context["token"] = request.token
    return _render(request, "guests/gone.html", context, status)


def _render(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, template, context, status=status)
    response.headers["Content-Language"] = get_language()
    return response


@by_link
@require_safe
def shared_posts(request: HttpRequest, link: GuestLink) -> HttpResponse:
    """All that a link shows, by day: what waits for an answer first."""
    posts = list(guests.posts_of(link))
    waiting = [post for post in posts if post.status == Post.Status.IN_REVIEW]
    posted = [post for post in posts if post.status == Post.Status.POSTED]
    rest = [post for post in posts if post not in waiting and post not in posted]
    groups = [
        ("waiting", _("Waiting for an answer"), waiting),
        ("coming", _("Coming up"), rest),
        ("posted", _("Posted"), posted[-MOST_POSTED:][::-1]),
    ]
    context = {
        "link": link,
        "token": request.token,
        "groups": [(key, head, [(post, say_moment(post)) for post in some]) for key, head, some in groups if some],
        "waiting": len(waiting),
    }
    return _render(request, "guests/posts.html", context)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def shared_post(request: HttpRequest, link: GuestLink, post_id: int) -> HttpResponse:
    """A post as it will look, what was said of it, and the form to answer."""
    post = get_object_or_404(guests.posts_of(link), pk=post_id)
    if request.method != "POST":
        known = {"name": request.session.get(_key(link), ""), "version": post.version}
        return _post_page(request, link, post, AnswerForm(initial=known))
    form = AnswerForm(request.POST)
    if refusal := _unfit(request, link, post, form):
        return refusal
    request.session[_key(link)] = form.cleaned_data["name"]
    try:
        said = _carry_out(link, post, form.cleaned_data)
    except approval.NotYours:
        form.add_error(None, _("By this link you can comment; whether the post goes out, others decide."))
        return _post_page(request, link, post, form, 403)
    except (StalePost, approval.NotAsked):
        return _stale(request, link, post)
    messages.success(request, said)
    return redirect("guest-post", request.token, post.pk)


def _unfit(request: HttpRequest, link: GuestLink, post: Post, form: AnswerForm) -> HttpResponse | None:
    """The answer to what was sent too often, does not say what was read, or is not filled in; else None."""
    if not _count(link):
        form.is_valid()
        form.add_error(None, _("That is a lot in a short time. Wait ten minutes, then send it again."))
        return _post_page(request, link, post, form, 429)
    if not version_in(request):
        return _stale(request, link, post)
    return None if form.is_valid() else _post_page(request, link, post, form, 422)


def _carry_out(link: GuestLink, post: Post, sent: dict[str, Any]) -> str:
    """Do what the form asks for; what is said of it. Raises what approval.approve raises."""
    now, who, text = timezone.now(), Who(link=link, guest=sent["name"]), sent["text"]
    if sent["act"] == AnswerForm.APPROVE:
        approved = approval.approve(post, who, now, sent["version"], text)
        if approved.status == Post.Status.APPROVED:
            return _("The post is approved. Thank you.")
        return _("Your yes is noted. Somebody else decides after you. Thank you.")
    if sent["act"] == AnswerForm.SEND_BACK:
        approval.send_back(post, who, now, sent["version"], text)
        return _("The post goes back with your comment. Thank you.")
    talk.say(post, None, text, now, is_shared=True, guest=who.guest, link=link)
    return _("Your comment is there.")


def _stale(request: HttpRequest, link: GuestLink, post: Post) -> HttpResponse:
    """The page with the post as it is now and with what was typed: nothing is decided about a text nobody read."""
    post = get_object_or_404(guests.posts_of(link), pk=post.pk)
    typed = request.POST.copy()
    typed["version"] = str(post.version)
    form = AnswerForm(typed)
    form.is_valid()
    if post.status == Post.Status.IN_REVIEW:
        problem = _("The post was changed while you read it. This is how it is now: read it again, then answer.")
    else:
        problem = _("This post does not wait for an answer any more. What you wrote can still be sent as a comment.")
    form.add_error(None, problem)
    return _post_page(request, link, post, form, 409)


def _post_page(request: HttpRequest, link: GuestLink, post: Post, form: AnswerForm, status: int = 200) -> HttpResponse:
    stands = approval.state_of(post)
    why = "role"
    if post.status == Post.Status.IN_REVIEW:
        why = (
            approval.may_answer(stands.submission, stands.verdicts, Who(link=link), None)
            if stands.submission
            else ("" if link.may_approve else "role")
        )
    context = {
        "link": link,
        "token": request.token,
        "post": post,
        "moment": say_moment(post),
        "media": list(post.media.all()),
        "stands": stands,
        "given": stands.answers[-1] if stands.answers else None,
        "may_answer": not why,
        "has_read": why == "read",
        "threads": talk.shown(post, viewer_is_guest=True),
        "form": form,
    }
    return _render(request, "guests/post.html", context, status)


def _key(link: GuestLink) -> str:
    """Where the session keeps the name that this browser's reader gave by this link."""
    return f"guest-{link.pk}"


def _count(link: GuestLink) -> bool:
    """Count one more act by `link`; False when there were too many lately."""
    place = f"guest:{link.pk}:{int(timezone.now().timestamp()) // WINDOW}"
    done = cache.get(place, 0)
    if done >= MOST_ACTS:
        return False
    cache.set(place, done + 1, 2 * WINDOW)
    return True


@by_link
@require_safe
def shared_picture(request: HttpRequest, link: GuestLink, media_id: int) -> HttpResponse:
    """A picture of a post that the link shows, as it is kept."""
    return whole(request, _picture(link, media_id))


@by_link
@require_safe
def shared_thumbnail(request: HttpRequest, link: GuestLink, media_id: int) -> HttpResponse:
    """The small form of such a picture, which the page shows."""
    return small(request, _picture(link, media_id))


def _picture(link: GuestLink, media_id: int) -> Media:
    return get_object_or_404(Media.objects.filter(post__in=guests.posts_of(link).order_by()), pk=media_id)
