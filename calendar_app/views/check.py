"""Check."""

from django.http import Http404

from smplanner.workspaces.access import workspace


@workspace("plan.read")
def report(request, **kwargs):
    raise Http404


@workspace("check.waive")
def waive(request, **kwargs):
    raise Http404


@workspace("check.waive")
def lift_waiver(request, **kwargs):
    raise Http404
