"""Channels: which there are, the dossier of each, its slots, and how well platforms and personas go together."""

from datetime import date, datetime, time

from django.contrib import messages
from django.db import transaction
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calendar_app import presence
from calendar_app.forms.channels import ChannelForm, SlotFormSet
from calendar_app.models import AudienceSnapshot, Channel, ChannelTest, Objective, Post
from personas.fit import place
from personas.models import Persona, PersonaPlatform, Platform
from smplanner.workspaces import audit
from smplanner.workspaces.access import workspace
from smplanner.workspaces.models import AuditEvent

from .parts import edit_part, form_methods, remove_part

SHOWN_POSTS = 8
# In which order the list shows them: those that speak first.
ORDER = ("adopted", "testing", "paused", "left")


def today_of(request: HttpRequest) -> date:
    """The day that it is in the workspace."""
    return timezone.now().astimezone(request.workspace.tz).date()


def to_come(request: HttpRequest) -> Q:
    """Posts, reached from a channel, that are still to go out."""
    start = datetime.combine(today_of(request), time.min, tzinfo=request.workspace.tz)
    out = [Post.Status.CANCELLED, Post.Status.POSTED]
    return Q(posts__publish_at__gte=start, posts__deleted_at=None) & ~Q(posts__status__in=out)


@workspace("plan.read")
@require_safe
def channel_list(request: HttpRequest) -> HttpResponse:
    """Every channel, those that speak first and those that were left last."""
    request.section = "strategy"
    rank = Case(*[When(status=status, then=Value(n)) for n, status in enumerate(ORDER)], output_field=IntegerField())
    tried = ChannelTest.objects.filter(channel=OuterRef("pk"), channel__status__in=presence.FROM["end"], outcome="")
    channels = Channel.objects.select_related("platform", "responder").prefetch_related("personas")
    last = AudienceSnapshot.objects.filter(channel=OuterRef("pk")).order_by("-on").values("pk")[:1]
    counted = channels.annotate(
        upcoming=Count("posts", filter=to_come(request)), is_tried=Exists(tried), last_count=Subquery(last)
    )
    return render(request, "channels/list.html", {"channels": counted.order_by(rank, "pk")})


@workspace("plan.write")
@form_methods
def channel_new(request: HttpRequest) -> HttpResponse:
    lead = _("A channel is an account on a platform, kept for a reason. Fewer, well kept, do more than many.")
    page = {"page_of": "channel", "template": "channels/form.html"}
    return edit_part(request, ChannelForm, Channel(), heading=_("A new channel"), lead=lead, **page)


@workspace("plan.write")
@form_methods
def channel_edit(request: HttpRequest, channel_id: int) -> HttpResponse:
    channel = found(channel_id)
    lead = _("What is written here is what a colleague needs who takes the channel over.")
    page = {"page_of": "channel", "template": "channels/form.html", "remove": "channel-delete"}
    return edit_part(request, ChannelForm, channel, heading=str(channel), lead=lead, **page)


def found(channel_id: int) -> Channel:
    """The channel of this workspace with that number; 404 when there is none."""
    return get_object_or_404(Channel.objects.select_related("platform", "workspace"), pk=channel_id)


@workspace("plan.write")
@form_methods
def channel_delete(request: HttpRequest, channel_id: int) -> HttpResponse:
    kept = _("Its posts stay in the calendar, without a channel. To keep what you learnt there, leave it instead.")
    return remove_part(request, found(channel_id), kept, "channels")


@workspace("plan.read")
@require_safe
def channel(request: HttpRequest, channel_id: int) -> HttpResponse:
    """The dossier of a channel: why, for whom, by whom, how often, within which limits, and all that happened to it."""
    request.section = "strategy"
    row = get_object_or_404(_with_all(), pk=channel_id)
    platform = Platform.objects.with_cohorts(request.workspace.country).get(pk=row.platform_id)
    personas = row.personas.prefetch_related("uses")
    trial = next((one for one in row.tests.all() if not one.outcome), None)
    context = {
        "channel": row,
        "platform": platform,
        "places": [place(persona, platform, is_ours=True) for persona in personas],
        "trial": trial,
        "may_be": [act for act, states in presence.FROM.items() if row.status in states and (trial or act != "end")],
        "today": today_of(request),
        "history": AuditEvent.objects.filter(
            target_kind="channel", target_id=row.pk, verb__in=presence.VERBS
        ).select_related("actor"),
        **upcoming_posts(request, row),
    }
    return render(request, "channels/channel.html", context)


def _with_all() -> QuerySet[Channel]:
    """Channels with what the dossier shows of them."""
    return Channel.objects.select_related("platform", "responder", "backup").prefetch_related(
        "slots",
        "audience",
        Prefetch("objectives", Objective.objects.select_related("kpi")),
        Prefetch("tests", ChannelTest.objects.select_related("owner")),
    )


def upcoming_posts(request: HttpRequest, row: Channel) -> dict[str, object]:
    """For the page: the next posts planned on the channel, how many there are, and the day from which they count."""
    today = today_of(request)
    start = datetime.combine(today, time.min, tzinfo=request.workspace.tz)
    planned = Post.objects.filter(channel=row, publish_at__gte=start).exclude(
        status__in=[Post.Status.CANCELLED, Post.Status.POSTED]
    )
    return {"posts": planned.order_by("publish_at", "pk")[:SHOWN_POSTS], "post_count": planned.count(), "today": today}


@workspace("plan.write")
@form_methods
def channel_slots(request: HttpRequest, channel_id: int) -> HttpResponse:
    """The days and hours of the week that a channel keeps for posts."""
    request.section = "strategy"
    row = found(channel_id)
    data = request.POST if request.method == "POST" else None
    slots = SlotFormSet(data, instance=row, prefix="slots")
    if data is not None and slots.is_valid():
        diff = audit.formset_diff(slots, "slots")
        with transaction.atomic():
            slots.save()
            if diff:
                audit.record(request.workspace, request.user, "edited", row, diff)
        messages.success(request, _("The slots are saved."))
        return redirect("channel", request.workspace.slug, row.pk)
    context = {"channel": row, "slots": slots}
    return render(request, "channels/slots.html", context, status=200 if data is None else 422)


@workspace("plan.read")
@require_safe
def fit(request: HttpRequest) -> HttpResponse:
    """Personas by platforms: what they say, what surveys say of their age, and where nobody knows."""
    request.section = "strategy"
    ours = set(Platform.objects.spoken_on_by(request.workspace).values_list("pk", flat=True))
    shows_all = request.GET.get("all") == "1"
    wanted = Q(pk__in=ours) | Q(is_offered=True) if shows_all else Q(pk__in=ours)
    known = Platform.objects.with_cohorts(request.workspace.country).filter(wanted)
    platforms = sorted(known, key=lambda platform: (platform.pk not in ours, not platform.cohorts))
    uses = Prefetch("uses", PersonaPlatform.objects.select_related("platform"))
    personas = Persona.objects.offered().order_by("status", "name", "pk").prefetch_related(uses)
    context = {
        "platforms": platforms,
        "ours": ours,
        "shows_all": shows_all,
        "rows": [
            (persona, [place(persona, platform, is_ours=platform.pk in ours) for platform in platforms])
            for persona in personas
        ],
    }
    return render(request, "channels/fit.html", context)
