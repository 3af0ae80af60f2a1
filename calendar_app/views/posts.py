"""Posts."""

from django.http import Http404

from smplanner.workspaces.access import workspace


@workspace("post.write")
def post_new(request, **kwargs):
    raise Http404


@workspace("post.write")
def post_edit(request, **kwargs):
    raise Http404


@workspace("post.write")
def post_move(request, **kwargs):
    raise Http404


@workspace("post.write")
def post_duplicate(request, **kwargs):
    raise Http404


@workspace("post.write")
def post_delete(request, **kwargs):
    raise Http404


@workspace("post.write")
def post_restore(request, **kwargs):
    raise Http404


@workspace("post.write")
def post_trash(request, **kwargs):
    raise Http404
