"""Calendar."""

from django.http import Http404

from smplanner.workspaces.access import workspace


@workspace("plan.read")
def home(request, **kwargs):
    raise Http404


@workspace("plan.read")
def calendar(request, **kwargs):
    raise Http404
