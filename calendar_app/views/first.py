"""Where a workspace opens: the page that somebody chose, else the one used last; on a phone, what there is to do."""

from django.http import HttpRequest
from django.urls import reverse

from calendar_app.filters import VIEWS
from smplanner.workspaces.models import User

# What tells a phone: what Chromium says of itself, and what every phone's browser has in its name.
TOLD_BY = ("Sec-CH-UA-Mobile", "User-Agent")


def first_page(request: HttpRequest) -> str:
    """The address with which the workspace of `request` opens for whoever asks."""
    slug, chosen = request.workspace.slug, request.user.first_view
    if chosen == User.FirstView.TODO or (is_phone(request) and not chosen):
        return reverse("todo", args=[slug])
    return f"{reverse('calendar', args=[slug])}?view={chosen if chosen in VIEWS else last_view(request)}"


def last_view(request: HttpRequest) -> str:
    """The view that this person used last; on a phone, the one used last on it, and the list to begin with."""
    last = request.session.get("phone_view", "list") if is_phone(request) else request.user.calendar_view
    return last if last in VIEWS else "month"


def remember(request: HttpRequest, view: str) -> None:
    """Keep `view` as the one used last."""
    if last_view(request) == view:
        return
    if is_phone(request):
        request.session["phone_view"] = view
    else:
        User.objects.filter(pk=request.user.pk).update(calendar_view=view)


def is_phone(request: HttpRequest) -> bool:
    told, name = (request.headers.get(header, "") for header in TOLD_BY)
    return told == "?1" if told else "Mobi" in name
