"""Addresses that the API tells: whole ones, made from the site's own and never from the request's Host header."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from .problems import ROOT


def api_address(request: HttpRequest, kind: str, number: int) -> str:
    """Where the API tells an object of the workspace."""
    return f"{settings.SITE_URL}{ROOT}workspaces/{request.workspace.slug}/{kind}/{number}"


def page_address(name: str, *args: object) -> str:
    """Where people see it."""
    return settings.SITE_URL + reverse(name, args=args)
