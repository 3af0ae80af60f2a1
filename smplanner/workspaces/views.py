from django.http import Http404


def home(request, **kwargs):
    raise Http404


def profile(request, **kwargs):
    raise Http404


def workspace_new(request, **kwargs):
    raise Http404


def invitation(request, **kwargs):
    raise Http404


def members(request, **kwargs):
    raise Http404


def member_role(request, **kwargs):
    raise Http404


def member_remove(request, **kwargs):
    raise Http404


def invitation_revoke(request, **kwargs):
    raise Http404
