"""People, and the workspaces they share."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import audit, invitations, members
from .access import public, signed_in, workspace
from .forms import InvitationForm, ProfileForm, RoleForm, WorkspaceForm
from .models import Invitation, Membership, User, Workspace
from .roles import ACTIONS, Role

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The workspace where this person last was; or, for someone who has none yet, what to do about it."""
    slugs = list(Workspace.objects.filter(memberships__user=request.user).values_list("slug", flat=True))
    if not slugs:
        return render(request, "workspaces/welcome.html")
    last = request.session.get("workspace")
    return redirect("workspace", last if last in slugs else slugs[0])


@signed_in
@form_methods
def profile(request: HttpRequest) -> HttpResponse:
    """How a person likes the screens."""
    data = request.POST if request.method == "POST" else None
    form = ProfileForm(data, instance=User.objects.get(pk=request.user.pk))
    if data is not None and form.is_valid():
        user = form.save()
        with translation.override(user.language or translation.get_language()):
            messages.success(request, _("Your profile is saved."))
        return redirect("profile")
    return render(request, "workspaces/profile.html", {"form": form}, status=200 if data is None else 422)


@signed_in
@form_methods
def workspace_new(request: HttpRequest) -> HttpResponse:
    """A workspace of one's own."""
    data = request.POST if request.method == "POST" else None
    initial = {"zone": settings.TIME_ZONE, "language": translation.get_language()[:2]}
    form = WorkspaceForm(data, initial=initial)
    if data is not None and form.is_valid():
        made = members.found(form.save(commit=False), request.user)
        messages.success(request, _("“%(name)s” is ready.") % {"name": made})
        return redirect("welcome-space", made.slug)
    return render(request, "workspaces/new.html", {"form": form}, status=200 if data is None else 422)


@public
@form_methods
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where an invitation's link leads: sign up, sign in, or take the seat."""
    offered = invitations.follow(request, token)
    if offered is None:
        return render(request, "workspaces/invitation_gone.html", status=404)
    mine = request.user.is_authenticated and request.user.email.lower() == offered.email.lower()
    if request.method == "POST" and mine:
        invitations.accept_after_sign_in(request, request.user)
        return redirect("workspace", offered.workspace.slug)
    return render(request, "workspaces/invitation.html", {"invitation": offered, "mine": mine})


def _members_page(request: HttpRequest, form: InvitationForm, status: int = 200, address: str = "") -> HttpResponse:
    request.section = "settings"
    seats = Membership.objects.filter(workspace=request.workspace).select_related("user").order_by("user__name", "pk")
    table = [(meaning, [role in allowed for role in Role]) for allowed, meaning in ACTIONS.values()]
    context: dict[str, Any] = {
        "seats": seats,
        "offers": Invitation.objects.unanswered() if request.rights.member_manage else [],
        "form": form,
        "table": table,
        "role_choices": Role.choices,
        "address": address,
        "can_mail": invitations.can_mail(),
    }
    return render(request, "workspaces/members.html", context, status=status)


@workspace("plan.read")
@require_safe
def member_list(request: HttpRequest) -> HttpResponse:
    """Who is in this workspace, and what each role may do."""
    return _members_page(request, InvitationForm(workspace=request.workspace), address=request.session.pop("offer", ""))


@workspace("member.manage")
@form_methods
def invite(request: HttpRequest) -> HttpResponse:
    """Offer a seat to an e-mail address."""
    if request.method != "POST":
        return redirect("members", request.workspace.slug)
    form = InvitationForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        return _members_page(request, form, status=422)
    with transaction.atomic():
        earlier = Invitation.objects.unanswered().filter(email=form.cleaned_data["email"])
        invitations.unsend(earlier)
        earlier.update(revoked_at=timezone.now())
        offered, token = Invitation.offer(
            request.workspace, form.cleaned_data["email"], form.cleaned_data["role"], request.user
        )
        audit.record(request.workspace, request.user, "invited", offered)
        if invitations.can_mail():
            invitations.send(offered, token)
    if invitations.can_mail():
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": offered.email})
    else:
        request.session["offer"] = invitations.address(token)
    return redirect("members", request.workspace.slug)


@workspace("member.manage")
@require_POST
def invitation_revoke(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Take an offer back; its link is dead at once."""
    offered = get_object_or_404(Invitation.objects.unanswered(), pk=invitation_id)
    with transaction.atomic():
        offered.revoked_at = timezone.now()
        offered.save(update_fields=["revoked_at"])
        invitations.unsend([offered])
        audit.record(request.workspace, request.user, "invitation-revoked", offered)
    messages.success(request, _("The invitation to %(email)s is withdrawn.") % {"email": offered.email})
    return redirect("members", request.workspace.slug)


def _seat(request: HttpRequest, membership_id: int) -> Membership:
    seats = Membership.objects.filter(workspace=request.workspace).select_related("user", "workspace")
    return get_object_or_404(seats, pk=membership_id)


@workspace("member.manage")
@require_POST
def member_role(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Give a member another role."""
    seat = _seat(request, membership_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the roles."))
        return redirect("members", request.workspace.slug)
    try:
        members.change_role(seat, form.cleaned_data["role"], request.user)
    except Membership.DoesNotExist:  # someone was quicker
        raise Http404 from None
    except members.LastAdmin as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("%(name)s is now: %(role)s.") % {"name": seat.user, "role": seat.get_role_display()}
        )
    return redirect("members", request.workspace.slug)


@workspace("member.manage")
@require_POST
def member_remove(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Take a seat away."""
    return _remove(request, _seat(request, membership_id))


@workspace("plan.read")
@require_POST
def member_leave(request: HttpRequest) -> HttpResponse:
    """Give one's own seat up."""
    return _remove(request, _seat(request, request.membership.pk))


def _remove(request: HttpRequest, seat: Membership) -> HttpResponse:
    name, heir = seat.user.get_full_name(), None
    if request.POST.get("heir"):
        heir = _heir(request, seat)
        if heir is None:
            messages.error(request, _("Choose somebody of the team, or nobody."))
            return redirect("members", request.workspace.slug)
    try:
        members.remove(seat, request.user, heir)
    except Membership.DoesNotExist:  # someone was quicker
        raise Http404 from None
    except members.LastAdmin as refusal:
        messages.error(request, str(refusal))
        return redirect("members", request.workspace.slug)
    if seat.user == request.user:
        messages.success(request, _("You have left “%(name)s”.") % {"name": request.workspace})
    else:
        messages.success(request, _("%(name)s is no longer a member.") % {"name": name})
    return redirect("home") if seat.user == request.user else redirect("members", request.workspace.slug)


def _heir(request: HttpRequest, seat: Membership) -> User | None:
    """The other member whom the form names to look after the posts; None when it names nobody of the team."""
    number = request.POST["heir"]
    others = User.objects.filter(memberships__workspace=request.workspace, is_active=True).exclude(pk=seat.user_id)
    return others.filter(pk=number).first() if number.isascii() and number.isdigit() and len(number) < 19 else None
