"""Rules."""

from django.http import Http404

from smplanner.workspaces.access import workspace


@workspace("plan.read")
def rule_list(request, **kwargs):
    raise Http404


@workspace("plan.read")
def rule_page(request, **kwargs):
    raise Http404
