"""Strategy."""

from django.http import Http404

from smplanner.workspaces.access import workspace


@workspace("plan.write")
def overview(request, **kwargs):
    raise Http404


@workspace("plan.write")
def strategy_text(request, **kwargs):
    raise Http404


@workspace("plan.write")
def channel_new(request, **kwargs):
    raise Http404


@workspace("plan.write")
def channel_edit(request, **kwargs):
    raise Http404


@workspace("plan.write")
def channel_delete(request, **kwargs):
    raise Http404


@workspace("plan.write")
def objective_new(request, **kwargs):
    raise Http404


@workspace("plan.write")
def objective_edit(request, **kwargs):
    raise Http404


@workspace("plan.write")
def objective_delete(request, **kwargs):
    raise Http404


@workspace("plan.write")
def pillar_new(request, **kwargs):
    raise Http404


@workspace("plan.write")
def pillar_edit(request, **kwargs):
    raise Http404


@workspace("plan.write")
def pillar_delete(request, **kwargs):
    raise Http404


@workspace("plan.write")
def listening(request, **kwargs):
    raise Http404


@workspace("plan.write")
def team(request, **kwargs):
    raise Http404


@workspace("plan.write")
def team_member_new(request, **kwargs):
    raise Http404


@workspace("plan.write")
def team_member_edit(request, **kwargs):
    raise Http404


@workspace("plan.write")
def team_member_delete(request, **kwargs):
    raise Http404
