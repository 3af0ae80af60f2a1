"""Handing a post in to be approved, taking that back, and opening again what was approved."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from calendar_app import approval
from calendar_app.approval import NotAsked, StalePost
from calendar_app.approval_words import why_not
from calendar_app.forms.approval import ReopenForm, SubmitForm
from calendar_app.models import Post
from smplanner.workspaces.access import workspace
from smplanner.workspaces.keeping import keeps_typing, take_up
from smplanner.workspaces.returning import next_address

from .gone import or_where_it_went
from .meanwhile import meanwhile, refuse_stale, version_in
from .parts import form_methods
from .saying import say_moment


def found(post_id: int) -> Post:
    posts = Post.objects.select_related("workspace", "channel__platform", "owner", "persona", "objective", "partner")
    return get_object_or_404(posts, pk=post_id)


@keeps_typing
@workspace("post.write")
@form_methods
@or_where_it_went
def post_submit(request: HttpRequest, post_id: int) -> HttpResponse:
    """Hand a post in, with a word to whoever reads it."""
    request.section = "calendar"
    post, now = found(post_id), timezone.now()
    if request.method != "POST" and post.status not in approval.BEFORE_REVIEW:
        return redirect("post", request.workspace.slug, post.pk)
    typed = take_up(request, request.path) or (request.POST if request.method == "POST" else None)
    form = SubmitForm(typed, post=post, now=now, approves=request.rights.post_approve)
    if request.method == "POST" and (refusal := refuse_stale(request, post, _("Hand in"), form)):
        return refusal
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("note", "until", "silence", "plan_b")}
        try:
            approval.submit(post, request.user, now, form.cleaned_data["version"], **said)
        except Post.DoesNotExist:
            raise Http404 from None
        except StalePost:
            return meanwhile(request, post, _("Hand in"), form)
        except NotAsked as refused:
            messages.error(request, why_not(refused))
            return redirect("post", request.workspace.slug, post.pk)
        messages.success(request, _("“%(title)s” is handed in.") % {"title": post.title})
        return redirect(next_address(request, reverse("post", args=[request.workspace.slug, post.pk])))
    context = {"post": post, "form": form, "moment": say_moment(post), "next": next_address(request, "")}
    return render(request, "approval/submit.html", context, status=422 if form.errors else 200)


@workspace("post.write")
@require_POST
def post_withdraw(request: HttpRequest, post_id: int) -> HttpResponse:
    """Take back what was handed in."""
    post = found(post_id)
    try:
        approval.withdraw(post, request.user, timezone.now(), version_in(request))
        messages.success(request, _("“%(title)s” is a draft again.") % {"title": post.title})
    except Post.DoesNotExist:
        raise Http404 from None
    except StalePost:
        return meanwhile(request, post, pgettext("a post", "Withdraw"))
    except NotAsked as refused:
        messages.error(request, why_not(refused))
    return redirect(next_address(request, reverse("post", args=[request.workspace.slug, post.pk])))


@keeps_typing
@workspace("post.write")
@form_methods
def post_reopen(request: HttpRequest, post_id: int) -> HttpResponse:
    """Make a draft of an approved post, for a reason."""
    request.section = "calendar"
    post = found(post_id)
    if request.method != "POST" and post.status != Post.Status.APPROVED:
        return redirect("post", request.workspace.slug, post.pk)
    typed = take_up(request, request.path) or (request.POST if request.method == "POST" else None)
    form = ReopenForm(typed, initial={"version": post.version}, auto_id="reopen-%s")
    if request.method == "POST" and (refusal := refuse_stale(request, post, _("Reopen"), form)):
        return refusal
    if request.method == "POST" and form.is_valid():
        said, version = form.cleaned_data["reason"], form.cleaned_data["version"]
        try:
            approval.reopen(post, request.user, said, timezone.now(), version)
            messages.success(request, _("“%(title)s” can be changed again.") % {"title": post.title})
        except Post.DoesNotExist:
            raise Http404 from None
        except StalePost:
            return meanwhile(request, post, _("Reopen"), form)
        except NotAsked as refused:
            messages.error(request, why_not(refused))
        return redirect("post", request.workspace.slug, post.pk)
    context = {"post": post, "form": form, "moment": say_moment(post)}
    return render(request, "approval/reopen.html", context, status=422 if form.errors else 200)
