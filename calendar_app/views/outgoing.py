"""The mail of a workspace, as those see it who look after its settings: what waits, what went out, what failed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from calendar_app.mail_words import described
from smplanner.mail import outbox
from smplanner.mail.models import Message
from smplanner.workspaces.access import workspace
from smplanner.workspaces.invitations import can_mail

PAGE = 50


@workspace("workspace.manage")
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """What became of each mail of the last thirty days; never what is written in it, which is its reader's."""
    request.section = "settings"
    # Of the text, which may be long and holds secrets, nothing is even read.
    rows = Message.objects.filter(workspace=request.workspace).defer("text", "html", "headers")
    page = Paginator(rows.order_by("-created_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    counts = outbox.counts(request.workspace)
    context = {
        "mails": [described(one) for one in page],
        "page": page,
        "counts": counts,
        "can_mail": can_mail(),
        "slug": request.workspace.slug,
    }
    return render(request, "workspaces/mails.html", context)


@workspace("workspace.manage")
@require_POST
def mails_again(request: HttpRequest) -> HttpResponse:
    """Try at once what the mail server did not take, rather than at its next hour."""
    number = outbox.try_again(request.workspace, timezone.now())
    if number:
        said = ngettext("%(n)s mail is tried again now.", "%(n)s mails are tried again now.", number)
        messages.success(request, said % {"n": number})
    else:
        messages.info(request, _("No mail is held up."))
    return redirect("mails", request.workspace.slug)
