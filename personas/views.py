"""Personas."""

from django.http import Http404

from smplanner.workspaces.access import workspace


@workspace("plan.read")
def persona_list(request, **kwargs):
    raise Http404


@workspace("plan.write")
def persona_new(request, **kwargs):
    raise Http404


@workspace("plan.read")
def persona_detail(request, **kwargs):
    raise Http404


@workspace("plan.write")
def persona_edit(request, **kwargs):
    raise Http404


@workspace("plan.write")
def persona_review(request, **kwargs):
    raise Http404


@workspace("plan.write")
def persona_archive(request, **kwargs):
    raise Http404
