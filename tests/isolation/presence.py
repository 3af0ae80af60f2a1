"""A row of each kind of what happens to a channel and to an objective."""

from datetime import date, time

from django.db import models

from calendar_app.models import AudienceSnapshot, ChannelSlot, ChannelTest, Measure
from smplanner.workspaces.models import Workspace

DAY = date(2026, 6, 10)


def presence(
    marker: str, place: Workspace, channel: models.Model, objective: models.Model, member: models.Model
) -> dict[str, models.Model]:
    """To be called inside the scope of `place`; every text carries `marker`."""
    return {
        "slot": ChannelSlot.objects.create(workspace=place, channel=channel, weekday=2, time=time(9)),
        "audience": AudienceSnapshot.objects.create(workspace=place, channel=channel, on=DAY, followers=100),
        "trial": ChannelTest.objects.create(
            workspace=place, channel=channel, hypothesis=f"{marker} hypothesis", owner=member, end_on=DAY
        ),
        "measure": Measure.objects.create(
            workspace=place, objective=objective, on=DAY, value=3, note=f"{marker} measure"
        ),
    }
