"""Feeds."""

from django.http import Http404

from smplanner.workspaces.access import workspace


@workspace("feed.own")
def feed_list(request, **kwargs):
    raise Http404


@workspace("feed.own")
def feed_rotate(request, **kwargs):
    raise Http404


@workspace("feed.own")
def feed_revoke(request, **kwargs):
    raise Http404


@workspace("feed.own")
def download(request, **kwargs):
    raise Http404


@workspace("feed.own")
def serve(request, **kwargs):
    raise Http404
