"""What waits for whoever looks: the home on a phone."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from calendar_app import asking, todo
from calendar_app.models import Post
from calendar_app.occasion_words import KINDS, Addresses, title
from calendar_app.occasions import Kind, Occasion
from smplanner.workspaces.access import workspace

from .saying import say_moment, today_in


@workspace("plan.read")
@require_safe
def todo_list(request: HttpRequest) -> HttpResponse:
    """To post, to answer, to write, to do; and what waits for others."""
    request.section = "todo"
    mine, today = todo.of(request.membership, timezone.now()), today_in(request)
    addresses = Addresses(request.workspace.slug, may_write=request.rights.plan_write)
    context = {
        "todo": mine,
        "today": today,
        "tomorrow": today + timedelta(days=1),
        "late": _with_moments(mine.late),
        "due": _with_moments(mine.due),
        "to_review": [(post, next(iter(post.asked), None), say_moment(post)) for post in mine.to_review],
        "to_write": _with_moments(mine.to_write),
        "waiting": [(post, next(iter(post.asked), None), say_moment(post)) for post in mine.waiting],
        "tasks": [_task(one, addresses, today) for one in mine.tasks],
        "has_approval": asking.has_approval(request.workspace),
        "now": timezone.now(),
    }
    return render(request, "todo/page.html", context)


def _with_moments(posts: Iterable[Post]) -> list[tuple[Post, str]]:
    return [(post, say_moment(post)) for post in posts]


def _task(one: Occasion, addresses: Addresses, today: date) -> dict[str, Any]:
    return {
        "title": title(one),
        "icon": KINDS[Kind(one.row.kind)].icon,
        "day": one.day,
        "url": addresses.of(one),
        "is_late": one.is_late(today),
    }
