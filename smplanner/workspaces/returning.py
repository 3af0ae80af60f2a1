"""Going back to where a person came from, and offering to take back what they did."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def next_address(request: HttpRequest, default: str = "/") -> str:
    """The address of this site that the form asked to return to; `default` when it named none, or another site's."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    # A path, never a word: `redirect` would look for a view of that name.
    secure = request.is_secure()
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=secure):
        return wanted
    return default


def offer_undo(request: HttpRequest, url: str, label: str, fields: Iterable[tuple[str, str]] = ()) -> None:
    """Let the next page show a button that posts `fields` to `url`, beside the message of what was done."""
    request.session["undo"] = {"url": url, "label": str(label), "fields": [list(pair) for pair in fields]}
