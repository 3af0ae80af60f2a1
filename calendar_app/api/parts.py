"""Making, changing and removing a row through its form, with its line in the log, as the pages do."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from pydantic import BaseModel

from smplanner.workspaces import audit

from .addresses import api_address
from .answers import answer, gone, need_version
from .problems import Fault, Problem
from .shapes import Shape

Told = Callable[[HttpRequest, Any], dict[str, Any]]


def locked(rows: models.QuerySet, number: int) -> models.Model:
    """The row of this workspace with that number, locked until the transaction ends. Raises Http404."""
    try:
        return rows.select_for_update(of=("self",)).get(pk=number)
    except (rows.model.DoesNotExist, OverflowError):
        raise Http404 from None


def found(rows: models.QuerySet, number: int) -> models.Model:
    """The row of this workspace with that number. Raises Http404."""
    try:
        return rows.get(pk=number)
    except (rows.model.DoesNotExist, OverflowError):
        raise Http404 from None


def valid(*checked: forms.BaseForm) -> None:
    """Raises Problem 422 that says what is wrong, when something is."""
    faults = [
        Fault("body", "" if name == "__all__" else name, message)
        for form in checked
        for name, messages in form.errors.items()
        for message in messages
    ]
    if faults:
        raise Problem(422, faults=faults)


def create(
    request: HttpRequest, shape: Shape, row: models.Model, sent: BaseModel, told: Told, kind: str
) -> HttpResponse:
    """Make `row` of what was `sent`, and tell it; `kind` is the list in which it stands."""
    form = shape.form(shape.typed(row, sent), instance=row, workspace=request.workspace)
    valid(form)
    saved = form.save()
    audit.record(request.workspace, request.user, "created", saved)
    return answer(request, told(request, saved), 201, api_address(request, kind, saved.pk))


def change(request: HttpRequest, shape: Shape, row: models.Model, sent: BaseModel, told: Told) -> HttpResponse:
    """Write what was `sent` into `row`, if the program knows how it stands, and tell it."""
    need_version(request, told(request, row))
    form = shape.form(shape.typed(row, sent), instance=row, workspace=request.workspace)
    valid(form)
    diff = audit.form_diff(form)
    saved = form.save()
    if diff:
        audit.record(request.workspace, request.user, "edited", saved, diff)
    return answer(request, told(request, _anew(saved)))


def _anew(row: models.Model) -> models.Model:
    """`row` without what was read of it before it was written."""
    row._prefetched_objects_cache = {}
    return row


def remove(request: HttpRequest, row: models.Model, told: Told) -> HttpResponse:
    """Remove `row`, if the program knows how it stands."""
    need_version(request, told(request, row))
    audit.record(request.workspace, request.user, "removed", row)
    row.delete()
    return gone()
