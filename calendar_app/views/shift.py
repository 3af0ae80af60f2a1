"""A part of the plan that slips: what shifting a campaign, or what follows a post, would do, before it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calendar_app import campaign_days, checker, observances, together
from calendar_app.forms.reasons import WithReason
from calendar_app.forms.together import ShiftAfterForm, ShiftForm
from calendar_app.models import Campaign, Closure, Post
from smplanner.workspaces.access import workspace
from smplanner.workspaces.models import Workspace

from .saying import calendar_address, say_effect, today_in

# What is out, or called off, stays in the record where it was.
OVER = (Post.Status.POSTED, Post.Status.CANCELLED)


@dataclass(frozen=True, slots=True)
class Shifted:
    """What a shift would move: each post as it would stand, with the day that it leaves."""

    posts: Sequence[tuple[Post, date]]

    @property
    def number(self) -> int:
        return len(self.posts)

    @property
    def first(self) -> tuple[date, date]:
        """The first day of those posts, now and then."""
        return min((before, post.local_date) for post, before in self.posts)

    @property
    def last(self) -> tuple[date, date]:
        return max((before, post.local_date) for post, before in self.posts)

    @property
    def chosen(self) -> str:
        """The posts with the versions that were read, as the confirmation sends them."""
        return ",".join(f"{post.pk}:{post.version}" for post, _before in self.posts)


@workspace("post.write")
@require_safe
def post_shift(request: HttpRequest, post_id: int) -> HttpResponse:
    """Everything from a post on, on its channel or on all of them."""
    post = get_object_or_404(Post.objects.select_related("channel__platform"), pk=post_id)
    form = ShiftAfterForm(request.GET if "days" in request.GET else None)
    posts = Post.objects.none()
    if post.publish_at and form.is_bound and form.is_valid():
        posts = Post.objects.filter(publish_at__gte=post.publish_at)
        if form.cleaned_data["on"] == "channel":
            posts = posts.filter(channel=post.channel)
    page = {
        "heading": _("Shift what follows"),
        "lead": _("“%(title)s” and everything planned after it, by so many days. What is out already stays.")
        % {"title": post.title},
        "crumb": (post.title, reverse("post", args=[request.workspace.slug, post.pk])),
        "is_undated": post.local_date is None,
        "next": calendar_address(request, post),
    }
    return _shift(request, form, posts, page)


@workspace("post.write")
@require_safe
def campaign_shift(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """All posts of a campaign that are not out yet."""
    campaign = get_object_or_404(Campaign.objects, pk=campaign_id)
    form = ShiftForm(request.GET if "days" in request.GET else None)
    posts = campaign.posts(manager="objects").filter(publish_at__isnull=False)
    page = {
        "heading": _("Shift “%(name)s”") % {"name": campaign.name},
        "lead": _("All posts of the campaign, by so many days. What is out already stays."),
        "crumb": (_("Campaigns and closed days"), reverse("campaigns", args=[request.workspace.slug])),
        "campaign": campaign,
        "goal": _goal(campaign, form) if request.rights.plan_write else None,
        "next": reverse("campaigns", args=[request.workspace.slug]),
    }
    return _shift(request, form, posts, page)


def _goal(campaign: Campaign, form: ShiftForm) -> tuple[campaign_days.Span, campaign_days.Span] | None:
    """The days of the campaign itself, now and then; None when it has none, or none that could be so far."""
    there = campaign_days.span(campaign)
    if there is None or not form.is_bound or not form.is_valid():
        return None
    try:
        return there, there.later(form.cleaned_data["days"])
    except together.Wont:
        return None


def _shift(request: HttpRequest, form: ShiftForm, posts: object, page: dict[str, object]) -> HttpResponse:
    request.section = "calendar"
    asked = form.is_bound and form.is_valid()
    context = {"form": form, **page, "asked": asked, "why": WithReason()}
    if asked:
        days = form.cleaned_data["days"]
        rows = posts.exclude(status__in=OVER).select_related("workspace").order_by("publish_at", "pk")
        found = list(rows[: together.MOST + 1])
        context |= {"days": days, "too_many": len(found) > together.MOST, "most": together.MOST}
        if found and not context["too_many"]:
            context |= _foresee(request, found, days)
    return render(request, "posts/shift.html", context, status=422 if form.errors else 200)


def _foresee(request: HttpRequest, posts: list[Post], days: int) -> dict[str, object]:
    """What a page can say of a shift beforehand; the posts stand there afterwards, and nothing is saved."""
    act, before = together.shift(days), [post.local_date for post in posts]
    try:
        for post in posts:
            act(post)
    except together.Wont:
        return {"too_far": True}
    shifted = Shifted(list(zip(posts, before, strict=True)))
    preview = checker.preview_moves(request.workspace, posts, today_in(request))
    effect = {"said": say_effect(preview), "caused": preview.all_caused, "cured": preview.all_cured}
    days_off = _days_off(request.workspace, {post.local_date for post in posts})
    past = sum(post.local_date < today_in(request) for post in posts)
    return {"shifted": shifted, "effect": effect, "days_off": days_off, "past": past}


def _days_off(place: Workspace, days: set[date]) -> Sequence[tuple[date, str]]:
    """Those of `days` on which the house is closed, or that are public holidays, each with why."""
    first, last = min(days), max(days)
    closures = list(Closure.objects.filter(last_day__gte=first, first_day__lte=last))
    holidays: Mapping[date, Sequence[str]] = observances.between(
        place.country, place.region, first, last, get_language() or "fr"
    )
    found = []
    for day in sorted(days):
        why = [*holidays.get(day, ()), *(one.label for one in closures if one.first_day <= day <= one.last_day)]
        if why:
            found.append((day, ", ".join(why)))
    return found
