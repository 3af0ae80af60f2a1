"""Saying no to a kind of mail from the mail itself, without signing in."""

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from smplanner.workspaces.access import secret_link
from smplanner.workspaces.mails import KINDS
from smplanner.workspaces.models import User

_SALT = "mail.stop"


def stop_address(user: User, kind: str) -> str:
    """The absolute address at which `user` stops mail of this `kind`, or of several joined by “+”; nothing else."""
    token = signing.dumps([user.pk, kind], salt=_SALT)
    return settings.SITE_URL + reverse("mail-stop", args=[token])


@csrf_exempt  # mail programs post here by themselves (RFC 8058), and the address is the secret
@secret_link
@require_http_methods(["GET", "HEAD", "POST"])
def mail_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to stop a kind of mail, so that a program that only follows links stops nothing; then stop it.

    Of several kinds, the page lets its reader choose; a mail program, which shows no page, stops them all.
    """
    try:
        number, kind = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        raise Http404 from None
    user = User.objects.filter(pk=number).first()
    kinds = set(kind.split("+"))
    if user is None or not kinds <= KINDS.keys():
        raise Http404
    chosen = kinds & set(request.POST.getlist("kind")) if "choice" in request.POST else kinds
    if request.method == "POST" and not chosen <= set(user.unwanted_mails):
        user.unwanted_mails = sorted({*user.unwanted_mails, *chosen})
        user.save(update_fields=["unwanted_mails"])
    unwanted, names = set(user.unwanted_mails), {key: name for key, name in KINDS.items() if key in kinds}
    context = {
        "email": user.email,
        "kinds": names,
        "stopped": [name for key, name in names.items() if key in unwanted],
        "is_done": kinds <= unwanted or (request.method == "POST" and bool(chosen)),
    }
    return render(request, "mail/stop.html", context)
