"""Calendar subscriptions: the pages where a person keeps their own, the download, and the secret addresses."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import parse_etags
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_scopes import scope

from calendar_app.forms.feeds import FeedForm
from calendar_app.ical import codes, contents, subscriptions
from calendar_app.models import Feed
from smplanner.workspaces.access import secret_link, workspace

CALENDAR = "text/calendar; charset=utf-8"
ENDED_SHOWN = timedelta(days=30)
# Where a session keeps its half of the secret that it was last shown, and for how long.
CODE, CODE_KEPT = "feed-code", timedelta(minutes=10)

# --- /w/<workspace>/feeds/ -----------------------------------------------------------------------------------------


@workspace("feed.own")
@require_http_methods(["GET", "HEAD", "POST"])
def feed_list(request: HttpRequest) -> HttpResponse:
    """One's own subscriptions, and the form for a new one."""
    if request.method != "POST":
        return _page(request, _form(request, asked=request.GET))
    form = _form(request, data=request.POST)
    if not form.is_valid():
        return _page(request, form)
    feed = form.save(commit=False)
    token = subscriptions.start(feed, request.user)
    return _page(request, _form(request), feed, token)


@workspace("feed.own")
@require_POST
def feed_rotate(request: HttpRequest, feed_id: int) -> HttpResponse:
    """A new address for one's own subscription; the old one is dead."""
    feed = _own_live_feed(request, feed_id)
    token = subscriptions.rotate(feed, request.user, timezone.now())
    return _page(request, _form(request), feed, token)


@workspace("feed.own")
@require_POST
def feed_revoke(request: HttpRequest, feed_id: int) -> HttpResponse:
    """The end of one's own subscription."""
    feed = _own_live_feed(request, feed_id)
    subscriptions.revoke(feed, request.user, timezone.now())
    messages.success(request, _("The subscription “%(name)s” has ended.") % {"name": feed.name})
    return redirect("feeds", slug=request.workspace.slug)


@workspace("plan.read")
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The whole dated plan as a file. It holds no secret, so it may be handed on."""
    body = contents.of_workspace(request.workspace, get_language())
    return _calendar(body, f'attachment; filename="{request.workspace.slug}.ics"')


@workspace("feed.own")
@require_safe
def code(request: HttpRequest, half: str) -> HttpResponse:
    """The address that was just shown, as a picture for a telephone: for the session that saw it, and for minutes.

    `half` is one of the two halves of the secret; the session keeps the other (see codes.py).
    """
    kept = request.session.get(CODE, {})
    token = codes.joined(kept.get("half", ""), half) if kept.get("until", 0) > timezone.now().timestamp() else None
    feed = Feed.by_token(token) if token else None
    if feed is None or feed.is_dead or (feed.user, feed.workspace) != (request.user, request.workspace):
        return _refusal(410, _("This picture is gone. It is there for ten minutes, for whoever made the address."))
    # Telephones subscribe to webcal:; what is at an https: address they would copy into a calendar, once.
    body = codes.picture(subscriptions.addresses(feed, token)["webcal"])
    return HttpResponse(body, content_type="image/svg+xml", headers={"Cache-Control": "private, no-store"})


@workspace("feed.own")
@require_safe
def feed_help(request: HttpRequest) -> HttpResponse:
    """How to subscribe in each program, and how long each takes until it shows a change."""
    request.section = "feeds"
    return render(request, "feeds/help.html")


def _form(request: HttpRequest, *, data: QueryDict | None = None, asked: QueryDict | None = None) -> FeedForm:
    return FeedForm(data, workspace=request.workspace, user=request.user, asked=asked)


def _code_of(request: HttpRequest, token: str) -> str:
    """The half of `token` for the address of its picture; the other one goes into the session."""
    kept, shown = codes.split(token)
    request.session[CODE] = {"half": kept, "until": (timezone.now() + CODE_KEPT).timestamp()}
    return shown


def _own_live_feed(request: HttpRequest, feed_id: int) -> Feed:
    return get_object_or_404(Feed.objects, pk=feed_id, user=request.user, revoked_at=None)


def _page(request: HttpRequest, form: FeedForm, shown: Feed | None = None, token: str = "") -> HttpResponse:
    """The page of subscriptions.

    The secret stands in the answer to the request that made it, and nowhere else: a redirect would have to carry it
    through the session, which is stored in clear.
    """
    request.section = "feeds"
    live_or_lately = Q(revoked_at=None) | Q(revoked_at__gt=timezone.now() - ENDED_SHOWN)
    feeds = Feed.objects.filter(live_or_lately, user=request.user).select_related(*Feed.SAID_OF_IT)
    if shown is None:
        request.session.pop(CODE, None)
    context = {
        "form": form,
        "live": [feed for feed in feeds if feed.revoked_at is None],
        "ended": [feed for feed in feeds if feed.revoked_at is not None],
        "shown": shown,
        "addresses": subscriptions.addresses(shown, token) if shown else None,
        "half": _code_of(request, token) if shown else "",
        "reachable": settings.HTTPS,
    }
    return render(request, "feeds/list.html", context)


# --- /feeds/<token>/<name>.ics -------------------------------------------------------------------------------------


@secret_link
@csrf_exempt  # without it, what is not GET or HEAD would get 403 before it can get 405
def serve(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """The calendar behind a secret address; `name` is only there for programs that show it.

    What goes wrong is said by a status, never by a redirect or a page: Thunderbird empties the calendar when a 200 is
    not one. 404 is an address that never was, 410 one that is over, on which programs stop asking.

    The ETag is the hash of the body, so it changes when and only when the body does: also when a post is deleted, when
    a name changes without its posts, or when a day moves one out of the span. Counting rows would miss some of these;
    reading them costs a query or two, and events written before are not written again (see writing.event).
    """
    if request.method not in {"GET", "HEAD"}:
        return _refusal(405, _("This address can only be read."), {"Allow": "GET, HEAD"})
    feed = Feed.by_token(token)
    if feed is None:
        return _refusal(404, _("There is no calendar at this address."))
    if feed.is_dead:
        with override(feed.language):
            return _refusal(410, _("This calendar subscription is over. Its owner can make a new one in smplanner."))
    now = timezone.now()
    with scope(workspace=feed.workspace):
        body = contents.of_feed(feed, now)
    subscriptions.note_use(feed, request.headers.get("User-Agent", ""), now)
    response = _calendar(body, f'inline; filename="{feed.workspace.slug}.ics"')
    response.headers["Content-Language"] = feed.language
    return _private(_unless_known(request, response))


def _calendar(body: bytes, disposition: str) -> HttpResponse:
    return HttpResponse(body, content_type=CALENDAR, headers={"Content-Disposition": disposition})


def _unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """`response` with its ETag, or 304 when the reader has that body already.

    Compared weakly (RFC 9110, 13.1.2): a proxy that compresses marks the tag with W/.
    """
    etag = f'"{hashlib.sha256(response.content).hexdigest()}"'
    known = {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}
    if known & {etag, "*"}:
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
    response.headers["ETag"] = etag
    return response


def _refusal(status: int, reason: str, headers: dict[str, str] | None = None) -> HttpResponse:
    content_type = "text/plain; charset=utf-8"
    return _private(HttpResponse(f"{reason}\n", status=status, content_type=content_type, headers=headers))


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by no shared cache, found by no search engine, told to no other site."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
