"""Channels: the dossier of each. What happens to one (pausing, trying, leaving) is decided on its page."""

from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query

from calendar_app.forms.channels import ChannelForm
from calendar_app.models import Channel

from .addresses import page_address
from .answers import Paging, answer, listed, page_of
from .operations import PLAN, operation
from .parts import change, create, found, locked, remove
from .shapes import ANY_OF_THESE, Part, Shape

TAG = "channels"
PLACE = "/workspaces/{slug:workspace}/channels"
ONE = PLACE + "/{int:channel_id}"

SHAPE = Shape(
    "Channel",
    ChannelForm,
    shown={
        "label": Part(str, {"type": "string", "description": _("What people call it.")}),
        "page": Part(str, {"type": "string", "format": "uri", "description": _("Its page for people.")}),
    },
    fixed=frozenset({"status"}),
)
ChannelNew, ChannelChange, ChannelAnswer = SHAPE.new(), SHAPE.change(), SHAPE.answer()


class Wanted(Paging):
    status: list[Literal[*Channel.Status.values]] | None = Field(None, description=ANY_OF_THESE)


def rows() -> QuerySet[Channel]:
    return Channel.objects.order_by("pk").select_related("platform").prefetch_related("personas", "objectives")


def told(request: HttpRequest, channel: Channel) -> dict[str, Any]:
    """A channel as the API shows it."""
    return {
        "id": channel.pk,
        **SHAPE.told(channel),
        "label": str(channel),
        "page": page_address("channel", request.workspace.slug, channel.pk),
    }


@operation(
    "GET",
    PLACE,
    summary=_("List channels"),
    tag=TAG,
    action="plan.read",
    answers=page_of(ChannelAnswer),
    query=Wanted,
)
def list_channels(request: HttpRequest, workspace: str, wanted: Query[Wanted]) -> HttpResponse:
    channels = rows().filter(status__in=wanted.status) if wanted.status else rows()
    return listed(request, channels, wanted, lambda channel: told(request, channel))


@operation(
    "POST",
    PLACE,
    summary=_("Choose a channel"),
    says=_("Only the platform is required, by its short name in the catalogue."),
    tag=TAG,
    scope=PLAN,
    action="plan.write",
    status=201,
    answers=ChannelAnswer,
)
def create_channel(request: HttpRequest, workspace: str, body: ChannelNew) -> HttpResponse:
    return create(request, SHAPE, Channel(workspace=request.workspace), body, told, "channels")


@operation("GET", ONE, summary=_("Read a channel"), tag=TAG, action="plan.read", answers=ChannelAnswer)
def read_channel(request: HttpRequest, workspace: str, channel_id: int) -> HttpResponse:
    return answer(request, told(request, found(rows(), channel_id)))


@operation(
    "PATCH",
    ONE,
    summary=_("Change a channel"),
    says=_("Send only what changes. Pausing, trying and leaving are decided on its page."),
    tag=TAG,
    scope=PLAN,
    action="plan.write",
    answers=ChannelAnswer,
)
def change_channel(request: HttpRequest, workspace: str, channel_id: int, body: ChannelChange) -> HttpResponse:
    return change(request, SHAPE, locked(rows(), channel_id), body, told)


@operation(
    "DELETE",
    ONE,
    summary=_("Remove a channel"),
    says=_("Its posts stay in the calendar, without a channel."),
    tag=TAG,
    scope=PLAN,
    action="plan.write",
    status=204,
)
def delete_channel(request: HttpRequest, workspace: str, channel_id: int) -> HttpResponse:
    return remove(request, locked(rows(), channel_id), told)
