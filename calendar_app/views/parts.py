"""A part of the strategy, whichever it is: a form that makes or changes it, and a question before it is removed."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from smplanner.workspaces import audit
from smplanner.workspaces.forms import WorkspaceModelForm
from smplanner.workspaces.models import Workspace
from smplanner.workspaces.returning import next_address

form_methods = require_http_methods(["GET", "HEAD", "POST"])


def edit_part(
    request: HttpRequest,
    form_class: type[WorkspaceModelForm],
    row: models.Model,
    *,
    page_of: str = "",
    back_to: str = "strategy",
    template: str = "strategy/form.html",
    record: Callable[..., object] = audit.record,
    **page: str,
) -> HttpResponse:
    """Show a form for `row`, or save it, write the log and go on to its own page, or back.

    `page_of` names the address of a row's own page; without it, saving leads to the address named `back_to`. `record`
    writes the log. `page` goes to the template: heading, lead, remove (the name of the address at which it is removed).
    """
    request.section = "strategy"
    data = request.POST if request.method == "POST" else None
    is_new = row.pk is None
    initial = {}
    if data is None and is_new:  # what a link from a finding fills in beforehand
        initial = {name: request.GET[name] for name in form_class.base_fields if name in request.GET}
    form = form_class(data, instance=row, initial=initial, workspace=request.workspace)
    form.guard()
    if data is not None and form.is_valid():
        diff = audit.form_diff(form)
        with transaction.atomic():
            if not is_new and form.is_behind():  # somebody was quicker by less than this request takes
                row.refresh_from_db()
                where = {"page_of": page_of, "back_to": back_to, "template": template, "record": record}
                return edit_part(request, form_class, row, **where, **page)
            saved = form.save()
            if is_new or diff:
                record(request.workspace, request.user, "created" if is_new else "edited", saved, diff)
        messages.success(request, _("“%(name)s” is saved.") % {"name": saved})
        return redirect(next_address(request, "") or _page(request, page_of, saved, back_to))
    back = next_address(request, "") or _page(request, "" if is_new else page_of, row, back_to)
    context = {"form": form, "row": row, "is_new": is_new, "next": next_address(request, ""), "back": back, **page}
    return render(request, template, context, status=200 if data is None else form.refusal)


def _page(request: HttpRequest, page_of: str, row: models.Model, back_to: str) -> str:
    slug = request.workspace.slug
    return reverse(page_of, args=[slug, row.pk]) if page_of else reverse(back_to, args=[slug])


def remove_part(
    request: HttpRequest,
    row: models.Model,
    consequence: str,
    back: str = "strategy",
    record: Callable[..., object] = audit.record,
) -> HttpResponse:
    """Ask before removing `row`, saying what follows; then remove it, write the log and go to the address `back`."""
    request.section = "strategy"
    if request.method == "POST":
        with transaction.atomic():
            record(request.workspace, request.user, "removed", row)
            name = str(row)
            row.delete()
        messages.success(request, _("“%(name)s” is removed.") % {"name": name})
        return redirect(back, request.workspace.slug)
    context = {"row": row, "consequence": consequence, "back": reverse(back, args=[request.workspace.slug])}
    return render(request, "strategy/remove.html", context)


def keep_to_one_row(form: WorkspaceModelForm) -> None:
    """Before saving a row of which a workspace has one: let `form` write the one that someone made since it was shown.

    The lock, held until the transaction ends, makes two who save the first one wait for each other.
    """
    Workspace.objects.select_for_update().get(pk=form.workspace.pk)
    there = type(form.instance).objects.first()
    if there is not None and form.instance.pk is None:
        form.instance.pk, form.instance._state.adding = there.pk, False


def save_only_row(request: HttpRequest, form: WorkspaceModelForm, diff: Mapping[str, tuple[Any, Any]]) -> models.Model:
    """Save a valid `form` for the row of which a workspace has one, and write the log when `diff` says of a change.

    To be called inside a transaction, in which rows below it are saved too.
    """
    is_new = form.instance.pk is None
    keep_to_one_row(form)
    row = form.save()
    if is_new or diff:
        audit.record(request.workspace, request.user, "created" if is_new else "edited", row, diff)
    return row
