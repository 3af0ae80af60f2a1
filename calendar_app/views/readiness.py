"""Whether we are ready, and what is still to be done: nothing here ever stands in the way of anything."""

from collections.abc import Mapping

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from calendar_app.forms.readiness import ProposedActionForm, ReadinessActionForm, ReadinessForm, proposals
from calendar_app.models import Readiness, ReadinessAction
from smplanner.workspaces import audit
from smplanner.workspaces.access import workspace
from smplanner.workspaces.returning import next_address, offer_undo

from .parts import edit_part, form_methods, remove_part, save_only_row
from .saying import today_in


@workspace("plan.read")
@require_safe
def readiness(request: HttpRequest) -> HttpResponse:
    """The three questions, the state of play, and the actions that came of them."""
    return _page(request, *_forms(request))


Forms = tuple[ReadinessForm, dict[str, ProposedActionForm], list[ReadinessAction]]


def _forms(request: HttpRequest) -> Forms:
    """The form of the answers, a form for each action that may be opened, and the actions there are."""
    data, today = request.POST if request.method == "POST" else None, today_in(request)
    row = Readiness.objects.first() or Readiness(workspace=request.workspace)
    actions = list(ReadinessAction.objects.select_related("owner"))
    form = ReadinessForm(data, instance=row, workspace=request.workspace, today=today)
    form.guard()
    return form, proposals(data, actions, request.workspace, request.user, today), actions


def _page(
    request: HttpRequest,
    form: ReadinessForm,
    proposed: Mapping[str, ProposedActionForm],
    actions: list[ReadinessAction],
) -> HttpResponse:
    request.section = "strategy"
    today = today_in(request)
    for action in actions:
        action.is_late = action.is_overdue(today)
    context = {
        "form": form,
        "readiness": form.instance,
        "questions": [(form[name], form[f"{name}_why"], proposed.get(name)) for name in ReadinessForm.THREE],
        "website_action": proposed.get(ReadinessAction.Question.WEBSITE),
        "website_gap": form.instance.pk and ReadinessAction.Question.WEBSITE in form.instance.gaps(today),
        "proposed": proposed.values(),
        "open": [action for action in actions if action.done_on is None],
        "done": [action for action in actions if action.done_on],
    }
    return render(request, "readiness/page.html", context, status=form.refusal if form.is_bound else 200)


@workspace("plan.write")
@require_POST
def readiness_save(request: HttpRequest) -> HttpResponse:
    """Save the answers, and open the action written beside each one that calls for something."""
    form, proposed, actions = _forms(request)
    fine = form.is_valid()
    gaps = form.instance.gaps(today_in(request)) if fine else []
    called_for = [proposed[question] for question in gaps if question in proposed]
    if not fine or not all(each.is_valid() for each in called_for):
        return _page(request, form, proposed, actions)
    opened = [each for each in called_for if each.is_wanted]
    _save(request, form, opened)
    messages.success(request, _("The answers are saved."))
    if opened:
        count = len(opened)
        words = ngettext("One action was opened.", "%(count)d actions were opened.", count)
        messages.info(request, words % {"count": count})
    return redirect(next_address(request, _address(request)))


def _address(request: HttpRequest) -> str:
    return reverse("readiness", args=[request.workspace.slug])


@transaction.atomic
def _save(request: HttpRequest, form: ReadinessForm, opened: list[ProposedActionForm]) -> None:
    diff = audit.form_diff(form)
    if opened:
        diff["actions"] = ([], [each.cleaned_data for each in opened])
    save_only_row(request, form, diff)
    for each in opened:
        each.save()


@workspace("plan.write")
@form_methods
def readiness_action_new(request: HttpRequest) -> HttpResponse:
    heading = _("Something to do first")
    return edit_part(
        request, ReadinessActionForm, ReadinessAction(), heading=heading, lead=_lead(), back_to="readiness"
    )


def _lead() -> str:
    return _("A small step with a name and a day is worth more than a large one without.")


@workspace("plan.write")
@form_methods
def readiness_action_edit(request: HttpRequest, readiness_action_id: int) -> HttpResponse:
    action = get_object_or_404(ReadinessAction.objects, pk=readiness_action_id)
    return edit_part(
        request,
        ReadinessActionForm,
        action,
        heading=action.text,
        lead=_lead(),
        back_to="readiness",
        remove="readiness-action-delete",
    )


@workspace("plan.write")
@form_methods
def readiness_action_delete(request: HttpRequest, readiness_action_id: int) -> HttpResponse:
    action = get_object_or_404(ReadinessAction.objects, pk=readiness_action_id)
    return remove_part(request, action, _("To remember that it was done, tick it off instead."), back="readiness")


@workspace("plan.write")
@require_POST
def readiness_action_done(request: HttpRequest, readiness_action_id: int) -> HttpResponse:
    """Tick an action off, or, with `done=no`, open it again."""
    action = get_object_or_404(ReadinessAction.objects.select_related("workspace"), pk=readiness_action_id)
    is_done = request.POST.get("done") != "no"
    back = next_address(request, _address(request))
    if is_done != (action.done_on is not None):
        before, action.done_on = action.done_on, today_in(request) if is_done else None
        with transaction.atomic():
            action.save(update_fields=["done_on"])
            diff = {"done_on": (before, action.done_on)}
            audit.record(request.workspace, request.user, "done" if is_done else "reopened", action, diff)
        said = _("“%(name)s” is done.") if is_done else _("“%(name)s” is to be done again.")
        messages.success(request, said % {"name": action.text})
        here = reverse("readiness-action-done", args=[request.workspace.slug, action.pk])
        offer_undo(request, here, _("Undo"), [("done", "no" if is_done else "yes"), ("next", back)])
    return redirect(back)
