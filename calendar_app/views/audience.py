"""How many people follow a channel: counted now and then, put right, taken away."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from calendar_app.forms.channels import AudienceForm
from calendar_app.models import AudienceSnapshot, Channel
from smplanner.workspaces import audit
from smplanner.workspaces.access import workspace

from .channels import found, today_of
from .parts import form_methods


def _said(count: AudienceSnapshot) -> dict[str, object]:
    return {"on": count.on, "followers": count.followers, "active": count.active}


def _answer(request: HttpRequest, channel: Channel, count: AudienceSnapshot) -> HttpResponse:
    """The form of a count, or where to go once it is saved."""
    request.section = "strategy"
    posted = request.method == "POST"
    before = _said(count) if count.pk else ""
    initial = {} if count.pk else {"on": today_of(request)}
    form = AudienceForm(
        request.POST if posted else None, instance=count, initial=initial, workspace=request.workspace, channel=channel
    )
    with transaction.atomic():
        if posted:
            Channel.objects.select_for_update().get(pk=channel.pk)  # two counts of one day wait for each other
        if posted and form.is_valid():
            if form.has_changed():
                form.save()
                diff = {"audience": (before, _said(form.instance))}
                audit.record(request.workspace, request.user, "counted", channel, diff)
            messages.success(request, _("The count is written down."))
            return redirect("channel", request.workspace.slug, channel.pk)
    heading = _("Change a count") if count.pk else _("Another count")
    context = {"channel": channel, "form": form, "count": count, "heading": heading}
    return render(request, "channels/audience.html", context, status=422 if posted else 200)


@workspace("plan.write")
@form_methods
def audience_new(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Write down how many follow the channel."""
    return _answer(request, found(channel_id), AudienceSnapshot())


@workspace("plan.write")
@form_methods
def audience_edit(request: HttpRequest, channel_id: int, audience_id: int) -> HttpResponse:
    """Put a count right."""
    channel = found(channel_id)
    return _answer(request, channel, get_object_or_404(AudienceSnapshot.objects, pk=audience_id, channel=channel))


@workspace("plan.write")
@require_POST
def audience_delete(request: HttpRequest, channel_id: int, audience_id: int) -> HttpResponse:
    """Take a count away."""
    channel = found(channel_id)
    count = get_object_or_404(AudienceSnapshot.objects, pk=audience_id, channel=channel)
    with transaction.atomic():
        audit.record(request.workspace, request.user, "counted", channel, {"audience": (_said(count), "")})
        count.delete()
    messages.success(request, _("The count is removed."))
    return redirect("channel", request.workspace.slug, channel.pk)
