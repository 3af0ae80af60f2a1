"""The whole strategy as one document: a page to be printed, Markdown, Word."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from calendar_app.document import composing, docx, gather, markdown
from calendar_app.document.values import Document
from smplanner.workspaces.access import workspace

from .saying import today_in


@workspace("plan.read")
@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """The page, all of it in the language of the document."""
    request.section = "strategy"
    language = _language(request)
    with translation.override(language):
        shown = _document(request)
        context = {
            "document": shown,
            "parts": [(section, composing.completeness(section)) for section in shown.sections],
            "language": language,
            "languages": settings.LANGUAGES,
        }
        answer = render(request, "document/page.html", context)
    answer["Content-Language"] = language
    return answer


@workspace("plan.read")
@require_safe
def document_markdown(request: HttpRequest) -> HttpResponse:
    language = _language(request)
    with translation.override(language):
        body = markdown.text(_document(request))
    return _file(request, body.encode(), "text/markdown; charset=utf-8", language, "md")


@workspace("plan.read")
@require_safe
def document_docx(request: HttpRequest) -> HttpResponse:
    language = _language(request)
    with translation.override(language):
        body = docx.package(_document(request), language)
    return _file(request, body, docx.CONTENT_TYPE, language, "docx")


def _document(request: HttpRequest) -> Document:
    return composing.document(gather.of_workspace(request.workspace, today_in(request)))


def _language(request: HttpRequest) -> str:
    """The language asked for, if the site speaks it, else the one that the reader has chosen."""
    asked = request.GET.get("language")
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language()


def _file(request: HttpRequest, body: bytes, kind: str, language: str, suffix: str) -> HttpResponse:
    name = f"{request.workspace.slug}-{today_in(request):%Y-%m-%d}-{language}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Language": language}
    return HttpResponse(body, content_type=kind, headers=headers)
