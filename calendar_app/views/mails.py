"""Which mails a person wants: one page for all of their workspaces."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from calendar_app.forms.mails import WAYS, MailsForm
from smplanner.workspaces.access import signed_in
from smplanner.workspaces.models import User, Workspace

from .parts import form_methods


@signed_in
@form_methods
def mails(request: HttpRequest) -> HttpResponse:
    """At once, gathered or never, for each kind; how often the gathered ones come, and when none does."""
    data = request.POST if request.method == "POST" else None
    form = MailsForm(data, instance=User.objects.get(pk=request.user.pk))
    if data is not None and form.is_valid():
        form.save()
        messages.success(request, _("Your choice of mails is saved."))
        return redirect("profile-mails")
    context = {
        "form": form,
        "ways": WAYS.values(),
        "places": Workspace.objects.filter(memberships__user=request.user),
    }
    return render(request, "notices/mails.html", context, status=200 if data is None else 422)
