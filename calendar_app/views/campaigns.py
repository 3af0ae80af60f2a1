"""Stretches of the calendar: campaigns, and days on which nothing is published."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calendar_app.forms.campaigns import CampaignForm, ClosureForm
from calendar_app.models import Campaign, Closure, Post
from smplanner.workspaces.access import workspace

from .parts import edit_part, form_methods, remove_part
from .saying import today_in


@workspace("plan.read")
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """The campaigns with how many posts each has, and the closed days, those that are over folded away."""
    request.section = "strategy"
    today = today_in(request)
    kept = Q(posts__deleted_at=None) & ~Q(posts__status=Post.Status.CANCELLED)
    rows = Campaign.objects.select_related("objective").annotate(post_count=Count("posts", filter=kept))
    all_campaigns = list(rows.order_by("start_on", "pk"))
    closures = list(Closure.objects.all())
    context = {
        "coming": [one for one in all_campaigns if one.end_on is None or one.end_on >= today],
        "past": [one for one in all_campaigns if one.end_on is not None and one.end_on < today],
        "closed": [one for one in closures if one.last_day >= today],
        "closed_before": [one for one in closures if one.last_day < today],
        "today": today,
    }
    return render(request, "campaigns/page.html", context)


def _campaign_lead() -> str:
    return _(
        "Some weeks in which posts pull together. The checker then knows why there are more of them, or more offers."
    )


@workspace("plan.write")
@form_methods
def campaign_new(request: HttpRequest) -> HttpResponse:
    page = {"heading": _("A new campaign"), "lead": _campaign_lead(), "back_to": "campaigns"}
    return edit_part(request, CampaignForm, Campaign(), **page)


@workspace("plan.write")
@form_methods
def campaign_edit(request: HttpRequest, campaign_id: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects, pk=campaign_id)
    page = {"heading": campaign.name, "lead": _campaign_lead(), "back_to": "campaigns", "remove": "campaign-delete"}
    return edit_part(request, CampaignForm, campaign, **page)


@workspace("plan.write")
@form_methods
def campaign_delete(request: HttpRequest, campaign_id: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects, pk=campaign_id)
    return remove_part(request, campaign, _("Its posts stay in the calendar, without a campaign."), back="campaigns")


def _closure_lead() -> str:
    return _("On these days nothing is expected: a silence is then no gap, and a quiet week no fault.")


@workspace("plan.write")
@form_methods
def closure_new(request: HttpRequest) -> HttpResponse:
    page = {"heading": _("New closed days"), "lead": _closure_lead(), "back_to": "campaigns"}
    return edit_part(request, ClosureForm, Closure(), **page)


@workspace("plan.write")
@form_methods
def closure_edit(request: HttpRequest, closure_id: int) -> HttpResponse:
    closure = get_object_or_404(Closure.objects, pk=closure_id)
    page = {"heading": closure.label, "lead": _closure_lead(), "back_to": "campaigns", "remove": "closure-delete"}
    return edit_part(request, ClosureForm, closure, **page)


@workspace("plan.write")
@form_methods
def closure_delete(request: HttpRequest, closure_id: int) -> HttpResponse:
    closure = get_object_or_404(Closure.objects, pk=closure_id)
    return remove_part(request, closure, _("The checker expects posts on these days again."), back="campaigns")
