"""Links for people outside, as members keep them: made, handed over, given a new address, ended."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calendar_app import guests
from calendar_app.forms.guests import GuestLinkChangeForm, GuestLinkForm, numbers
from calendar_app.models import GuestLink, Post, SharedPost
from smplanner.workspaces.access import workspace

from .saying import say_moment, today_in


@workspace("guest.share")
@require_safe
def link_list(request: HttpRequest) -> HttpResponse:
    """Every link of the workspace: who has it, what it shows, when it was opened last."""
    return _list_page(request)


@workspace("guest.share")
@require_http_methods(["GET", "HEAD", "POST"])
def link_new(request: HttpRequest) -> HttpResponse:
    """A new link; the query may name what it is to show, and posts may be added to one that there is."""
    if request.method != "POST":
        form = GuestLinkForm(
            workspace=request.workspace, rights=request.rights, today=today_in(request), asked=request.GET
        )
        return _new_page(request, form)
    form = GuestLinkForm(request.POST, workspace=request.workspace, rights=request.rights, today=today_in(request))
    if not form.is_valid():
        return _new_page(request, form, status=422)
    link = form.ready()
    token = guests.start(link, form.cleaned_data["posts"], request.user)
    return _list_page(request, link, token)


@workspace("guest.share")
@require_POST
def link_add(request: HttpRequest, link_id: int) -> HttpResponse:
    """Show more posts by a link that its reader has already."""
    link = _live(link_id)
    new = guests.add(link, Post.objects.filter(pk__in=numbers(request.POST, "post")), request.user)
    said = ngettext("%(name)s sees %(n)s more post.", "%(name)s sees %(n)s more posts.", len(new))
    nothing = _("%(name)s sees that already.")
    messages.success(request, (said if new else nothing) % {"name": link.name, "n": len(new)})
    return redirect("guest-links", slug=request.workspace.slug)


@workspace("guest.share")
@require_POST
def link_drop(request: HttpRequest, link_id: int, post_id: int) -> HttpResponse:
    """Show a chosen post no longer."""
    link = get_object_or_404(GuestLink.objects, pk=link_id)
    shares = SharedPost.objects.filter(link=link).select_related("workspace", "post", "link")
    shared = next((one for one in shares if one.post_id == post_id), None)
    if shared is None:
        raise Http404
    guests.drop(shared, request.user)
    messages.success(request, _("%(name)s does not see that post any more.") % {"name": shared.link.name})
    return redirect("guest-links", slug=request.workspace.slug)


@workspace("guest.share")
@require_POST
def link_rotate(request: HttpRequest, link_id: int) -> HttpResponse:
    """A new address; the old one is dead, and whoever asks for this answers for the link from now on."""
    link = _live(link_id)
    token = guests.rotate(link, request.user, timezone.now())
    return _list_page(request, link, token)


@workspace("guest.share")
@require_POST
def link_revoke(request: HttpRequest, link_id: int) -> HttpResponse:
    """The end of a link."""
    link = _live(link_id)
    guests.revoke(link, request.user, timezone.now())
    messages.success(request, _("The link of %(name)s has ended.") % {"name": link.name})
    return redirect("guest-links", slug=request.workspace.slug)


@workspace("guest.share")
@require_http_methods(["GET", "HEAD", "POST"])
def link_edit(request: HttpRequest, link_id: int) -> HttpResponse:
    """Another name, last day, language or right for a link that its reader has; the address stays."""
    request.section = "guests"
    link = _live(link_id)
    sent = request.POST if request.method == "POST" else None
    form = GuestLinkChangeForm(
        sent, instance=link, workspace=request.workspace, rights=request.rights, today=today_in(request)
    )
    form.guard()
    if sent is not None and form.is_valid():
        guests.change(link, form.changed(), request.user)
        messages.success(request, _("The link of %(name)s is changed.") % {"name": link.name})
        return redirect("guest-links", slug=request.workspace.slug)
    context = {"form": form, "link": _live(link_id)}
    return render(request, "guests/edit.html", context, status=form.refusal if form.errors else 200)


def _live(link_id: int) -> GuestLink:
    return get_object_or_404(guests.with_makers(GuestLink.objects.all()), pk=link_id, revoked_at=None)


def _list_page(request: HttpRequest, shown: GuestLink | None = None, token: str = "") -> HttpResponse:
    """The links. The secret stands in the answer to the request that made it, and nowhere else."""
    request.section = "guests"
    now = timezone.now()
    chosen = SharedPost.objects.filter(post__deleted_at=None).select_related("post").order_by("post__publish_at", "pk")
    lately = Q(revoked_at=None) | Q(revoked_at__gt=now - guests.ENDED_SHOWN)
    links = guests.with_makers(GuestLink.objects.filter(lately)).prefetch_related(Prefetch("shared", chosen))
    rows = [
        {
            "link": link,
            "state": guests.state(link, now),
            "approves": guests.approves(link),
            "posts": link.shared.all(),
        }
        for link in links
    ]
    context = {
        "live": [row for row in rows if row["state"] != guests.State.REVOKED],
        "ended": [row for row in rows if row["state"] == guests.State.REVOKED],
        "shown": shown,
        "address": guests.address(token) if shown else "",
        "is_mailed": bool(shown and guests.can_mail(shown)),
        "is_unmailed": bool(shown and shown.email and not settings.EMAIL_HOST),
        "reachable": settings.HTTPS,
    }
    return render(request, "guests/list.html", context)


def _new_page(request: HttpRequest, form: GuestLinkForm, status: int = 200) -> HttpResponse:
    request.section = "guests"
    asked = Post.objects.filter(pk__in=numbers(request.GET, "post")).select_related("workspace")
    wanted = [(post, say_moment(post)) for post in asked.order_by("publish_at", "pk")]
    links = guests.with_makers(GuestLink.objects.alive()) if wanted else []
    now = timezone.now()
    context = {
        "form": form,
        "wanted": wanted,
        "others": [link for link in links if guests.state(link, now) == guests.State.OPEN],
    }
    return render(request, "guests/new.html", context, status=status)
