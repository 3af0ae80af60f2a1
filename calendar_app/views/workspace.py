"""The settings of a workspace."""

from django.contrib import messages
from django.core.management import call_command
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from calendar_app import workflow
from calendar_app.forms.workspace import WorkspaceSettingsForm
from smplanner.mail import outbox
from smplanner.workspaces import audit
from smplanner.workspaces.access import signed_in, workspace
from smplanner.workspaces.models import Workspace
from smplanner.workspaces.roles import Role


@workspace("workspace.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Name, language, zone, holidays, subscriptions."""
    request.section = "settings"
    data = request.POST if request.method == "POST" else None
    form = WorkspaceSettingsForm(data, instance=Workspace.objects.get(pk=request.workspace.pk), by=request.user)
    if data is not None and form.is_valid():
        moved, diff = 0, audit.form_diff(form)
        if "zone" not in diff:
            diff.pop("keep", None)  # an answer to a question that was not asked
        with transaction.atomic():
            saved = form.save()
            if "zone" in form.changed_data:
                keep_clock = form.cleaned_data["keep"] == form.KEEP_CLOCK
                moved = workflow.change_zone(saved, keep_clock, timezone.now())
            if diff:
                audit.record(saved, request.user, "edited", saved, diff)
        messages.success(request, _("The settings are saved."))
        if moved:
            said = ngettext("%(n)d post to come was moved.", "%(n)d posts to come were moved.", moved)
            messages.info(request, said % {"n": moved})
        return redirect("workspace-settings", saved.slug)
    context = {"form": form, "mail_counts": outbox.counts(request.workspace)}
    return render(request, "workspaces/settings.html", context, status=200 if data is None else 422)


@signed_in
@require_POST
def demo_new(request: HttpRequest) -> HttpResponse:
    """The example workspace, of one's own: the one there is, when there is one."""
    call_command("seed_demo", owner=request.user.email, verbosity=0)
    mine = Workspace.objects.filter(memberships__user=request.user, memberships__role=Role.ADMIN)
    return redirect("workspace", mine.filter(is_demo=True).first().slug)


@workspace("workspace.manage")
@require_POST
def demo_remove(request: HttpRequest) -> HttpResponse:
    """Throw the example workspace away, with everything in it; only an example can be."""
    if not request.workspace.is_demo:
        messages.error(request, _("Only the example can be thrown away like this."))
        return redirect("workspace-settings", request.workspace.slug)
    request.workspace.delete()
    request.session.pop("workspace", None)
    messages.success(request, _("The example is gone."))
    return redirect("home")
