"""The manual of the API: a page for people made of the schema, and the schema for programs."""

from django.http import HttpRequest, HttpResponse
from django.http import JsonResponse as Json
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from smplanner.workspaces.access import public

from .document import document
from .reading import manual_of


@public
@require_safe
def manual(request: HttpRequest) -> HttpResponse:
    """Every operation, with what it asks for and what it answers."""
    return render(request, "api/manual.html", manual_of(document(get_language())))


@public
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return Json(document(get_language()), json_dumps_params={"ensure_ascii": False})
