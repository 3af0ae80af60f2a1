"""How the brand speaks."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calendar_app.forms.voice import VoiceForm
from calendar_app.models import BrandVoice
from smplanner.workspaces import audit
from smplanner.workspaces.access import workspace
from smplanner.workspaces.returning import next_address

from .parts import save_only_row


@workspace("plan.read")
@require_safe
def voice(request: HttpRequest) -> HttpResponse:
    """What the brand is there for and how that sounds: a form for those who may write it."""
    return _page(request, _form(request))


def _form(request: HttpRequest) -> VoiceForm:
    row = BrandVoice.objects.first() or BrandVoice(workspace=request.workspace)
    form = VoiceForm(request.POST if request.method == "POST" else None, instance=row, workspace=request.workspace)
    form.guard()
    return form


def _page(request: HttpRequest, form: VoiceForm) -> HttpResponse:
    request.section = "strategy"
    context = {"form": form, "voice": form.instance, "next": next_address(request, "")}
    return render(request, "voice/page.html", context, status=form.refusal if form.is_bound else 200)


@workspace("plan.write")
@require_POST
def voice_save(request: HttpRequest) -> HttpResponse:
    form = _form(request)
    if not form.is_valid():
        return _page(request, form)
    with transaction.atomic():
        save_only_row(request, form, audit.form_diff(form))
    messages.success(request, _("The brand’s voice is saved."))
    return redirect(next_address(request, reverse("voice", args=[request.workspace.slug])))
