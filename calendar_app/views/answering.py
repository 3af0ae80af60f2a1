"""How we answer: the policy with its six cases, the procedures, and what was made of criticism."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calendar_app.forms.answering import (
    CriticismForm,
    ProcedureForm,
    ResponseCaseForm,
    ResponsePolicyForm,
    case_forms,
    counted_themes,
    procedure_forms,
)
from calendar_app.models import CriticismLog, Procedure, ResponsePolicy
from smplanner.workspaces import audit
from smplanner.workspaces.access import workspace
from smplanner.workspaces.forms import WorkspaceModelForm
from smplanner.workspaces.models import Workspace
from smplanner.workspaces.returning import next_address, offer_undo

from .parts import edit_part, form_methods, remove_part, save_only_row
from .saying import today_in


@workspace("plan.read")
@require_safe
def answering(request: HttpRequest) -> HttpResponse:
    """When we answer, what is hidden, and what is done in each of six cases."""
    return _policy_page(request, *_policy_forms(request))


def _policy_forms(request: HttpRequest) -> tuple[ResponsePolicyForm, list[ResponseCaseForm]]:
    data = request.POST if request.method == "POST" else None
    policy = ResponsePolicy.objects.first() or ResponsePolicy(workspace=request.workspace)
    form = ResponsePolicyForm(data, instance=policy, workspace=request.workspace)
    form.guard()
    return form, case_forms(data, policy, request.workspace)


def _policy_page(request: HttpRequest, form: ResponsePolicyForm, cases: list[ResponseCaseForm]) -> HttpResponse:
    request.section = "strategy"
    context = {"form": form, "policy": form.instance, "cases": cases}
    return render(request, "answering/policy.html", context, status=form.refusal if form.is_bound else 200)


def _differences(forms: Iterable[WorkspaceModelForm]) -> dict[str, tuple[Any, Any]]:
    """What several valid forms change, each field named with its form's prefix."""
    return {f"{form.prefix}.{name}": pair for form in forms for name, pair in audit.form_diff(form).items()}


@workspace("plan.write")
@require_POST
def answering_save(request: HttpRequest) -> HttpResponse:
    form, cases = _policy_forms(request)
    if not all([form.is_valid(), *(case.is_valid() for case in cases)]):
        return _policy_page(request, form, cases)
    with transaction.atomic():
        policy = save_only_row(request, form, audit.form_diff(form) | _differences(cases))
        written = dict(policy.cases.values_list("kind", "pk"))
        for case in cases:
            if case.has_changed():
                _write_over(case, written)
                case.instance.policy = policy
                case.save()
    messages.success(request, _("How we answer is saved."))
    return redirect(next_address(request, reverse("answering", args=[request.workspace.slug])))


def _write_over(form: WorkspaceModelForm, written: Mapping[str, int]) -> None:
    """Let `form` write the row of its kind that someone made since it was shown; `written` maps kinds to rows."""
    if form.instance.pk is None and form.instance.kind in written:
        form.instance.pk, form.instance._state.adding = written[form.instance.kind], False


@workspace("plan.read")
@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """What was agreed on for three situations, who looks after it, and when it was last read again."""
    return _procedures_page(request, procedure_forms(None, request.workspace))


def _procedures_page(request: HttpRequest, forms: list[ProcedureForm]) -> HttpResponse:
    request.section = "strategy"
    status = 422 if any(form.is_bound for form in forms) else 200
    return render(request, "answering/procedures.html", {"forms": forms}, status=status)


@workspace("plan.write")
@require_POST
def procedures_save(request: HttpRequest) -> HttpResponse:
    forms = procedure_forms(request.POST, request.workspace)
    if not all(form.is_valid() for form in forms):
        return _procedures_page(request, forms)
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=request.workspace.pk)
        written = dict(Procedure.objects.values_list("kind", "pk"))
        changed = [form for form in forms if form.has_changed()]
        diff = _differences(changed)
        for form in changed:
            _write_over(form, written)
            form.save()
        if diff:
            audit.record(request.workspace, request.user, "edited", changed[0].instance, diff)
    messages.success(request, _("The procedures are saved."))
    return redirect(next_address(request, reverse("procedures", args=[request.workspace.slug])))


@workspace("plan.read")
@require_safe
def criticism(request: HttpRequest) -> HttpResponse:
    """What was criticised, by theme, and what came of it."""
    request.section = "strategy"
    entries = list(CriticismLog.objects.all())
    wanted = request.GET.get("theme", "").casefold()
    themes = [(theme.casefold() == wanted, theme, count) for theme, count in counted_themes(e.theme for e in entries)]
    shown = [entry for entry in entries if not wanted or entry.theme.casefold() == wanted]
    context = {
        "themes": themes,
        "wanted": wanted,
        "total": len(entries),
        "waiting": sum(entry.closed_on is None for entry in entries),
        "open": [entry for entry in shown if entry.closed_on is None],
        "closed": [entry for entry in shown if entry.closed_on],
    }
    return render(request, "answering/criticism.html", context)


def _criticism_lead() -> str:
    return _("Not every criticism is right, and each one is worth hearing. Note what it was about, never who said it.")


@workspace("plan.write")
@form_methods
def criticism_new(request: HttpRequest) -> HttpResponse:
    entry = CriticismLog(on=today_in(request))
    return edit_part(
        request, CriticismForm, entry, heading=_("A criticism"), lead=_criticism_lead(), back_to="criticism"
    )


@workspace("plan.write")
@form_methods
def criticism_edit(request: HttpRequest, criticism_id: int) -> HttpResponse:
    entry = get_object_or_404(CriticismLog.objects, pk=criticism_id)
    return edit_part(
        request,
        CriticismForm,
        entry,
        heading=entry.theme,
        lead=_criticism_lead(),
        back_to="criticism",
        remove="criticism-delete",
    )


@workspace("plan.write")
@form_methods
def criticism_delete(request: HttpRequest, criticism_id: int) -> HttpResponse:
    entry = get_object_or_404(CriticismLog.objects, pk=criticism_id)
    return remove_part(
        request, entry, _("It is no longer counted. To keep what you learnt, close it instead."), back="criticism"
    )


@workspace("plan.write")
@require_POST
def criticism_close(request: HttpRequest, criticism_id: int) -> HttpResponse:
    """Close an entry today, or, with `closed=no`, open it again."""
    entry = get_object_or_404(CriticismLog.objects.select_related("workspace"), pk=criticism_id)
    closing = request.POST.get("closed") != "no"
    back = next_address(request, reverse("criticism", args=[request.workspace.slug]))
    if closing != (entry.closed_on is not None):
        before, entry.closed_on = entry.closed_on, today_in(request) if closing else None
        with transaction.atomic():
            entry.save(update_fields=["closed_on"])
            diff = {"closed_on": (before, entry.closed_on)}
            audit.record(request.workspace, request.user, "closed" if closing else "reopened", entry, diff)
        said = _("“%(name)s” is closed.") if closing else _("“%(name)s” is open again.")
        messages.success(request, said % {"name": entry.theme})
        here = reverse("criticism-close", args=[request.workspace.slug, entry.pk])
        offer_undo(request, here, _("Undo"), [("closed", "no" if closing else "yes"), ("next", back)])
    return redirect(back)
