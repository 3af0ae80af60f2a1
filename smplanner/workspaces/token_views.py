"""The page on which a person makes tokens for programs, and takes them back."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from . import tokens
from .access import signed_in
from .models import ApiToken
from .token_forms import TokenForm

ENDED_SHOWN = timedelta(days=30)
MOST_ALIVE = 50


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def token_list(request: HttpRequest) -> HttpResponse:
    """One's own tokens, and the form for a new one."""
    if request.method != "POST":
        return _page(request, TokenForm(owner=request.user))
    form = TokenForm(request.POST, owner=request.user)
    if form.is_valid() and _alive(request).count() >= MOST_ALIVE:
        form.add_error(None, _("You have as many tokens as one person may have. Revoke one that you no longer need."))
    if not form.is_valid():
        return _page(request, form)
    token = form.save(commit=False)
    secret = tokens.make(token, request.user)
    return _page(request, TokenForm(owner=request.user), token, secret)


@signed_in
@require_POST
def token_revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """The end of one of one's own tokens: what uses it is refused from now on."""
    token = get_object_or_404(ApiToken, pk=token_id, user=request.user)
    tokens.revoke(token, request.user, timezone.now())
    messages.success(request, _("The token “%(name)s” is revoked.") % {"name": token.name})
    return redirect("tokens")


def _alive(request: HttpRequest) -> QuerySet[ApiToken]:
    lives = Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
    return ApiToken.objects.filter(lives, user=request.user)


def _page(request: HttpRequest, form: TokenForm, shown: ApiToken | None = None, secret: str = "") -> HttpResponse:
    """The page of tokens. The secret stands in the answer to the request that made it, and nowhere else."""
    alive = _alive(request).select_related("workspace")
    lately = timezone.now() - ENDED_SHOWN
    ended = ApiToken.objects.filter(user=request.user).filter(
        Q(revoked_at__gt=lately) | Q(revoked_at=None, expires_at__lte=timezone.now(), expires_at__gt=lately)
    )
    context = {
        "form": form,
        "alive": _in_words(alive),
        "ended": _in_words(ended.select_related("workspace")),
        "shown": shown,
        "secret": secret,
    }
    return render(request, "api/tokens.html", context, status=422 if form.errors else 200)


def _in_words(found: Iterable[ApiToken]) -> list[tuple[ApiToken, str]]:
    """Each token with what it may do."""
    labels = dict(ApiToken.Scope.choices)
    return [(token, ", ".join(str(labels[scope]) for scope in token.scopes if scope in labels)) for token in found]
