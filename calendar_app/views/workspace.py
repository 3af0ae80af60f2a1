"""Workspace."""

from django.http import Http404

from smplanner.workspaces.access import workspace


@workspace("workspace.manage")
def settings(request, **kwargs):
    raise Http404
