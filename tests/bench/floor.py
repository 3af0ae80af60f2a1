"""The floor of the month: the same posts by `values_list` in a plain template, behind the same sign-in."""

from datetime import timedelta
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from calendar_app.models import Post
from calendar_app.moments import day_bounds
from smplanner.urls import handler400, handler403, handler404, handler500
from smplanner.workspaces.access import workspace
from tests.bench.plans import DAYS, MONTH

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

TEMPLATE = engines["django"].from_string(
    "<!doctype html><title>{{ user }}</title><body>"
    "{% for day, posts in days %}<section><h2>{{ day }}</h2><ul>"
    "{% for pk, date, clock, title, status, channel, persona, pillar in posts %}"
    '<li class="chip {{ status }}">'
    '<a href="/w/x/posts/{{ pk }}/">{{ clock|time:"H:i" }} {{ title }}</a> {{ channel }}</li>'
    "{% endfor %}</ul></section>{% endfor %}"
)
COLUMNS = ("pk", "local_date", "local_time", "title", "status", "channel_id", "persona_id", "pillar_id")


@workspace("plan.read")
def month(request: HttpRequest) -> HttpResponse:
    bounds = day_bounds(MONTH, MONTH + timedelta(days=DAYS - 1), request.workspace.tz)
    rows = Post.objects.between(*bounds).values_list(*COLUMNS)
    days = [(day, list(posts)) for day, posts in groupby(rows, key=lambda row: row[1])]
    return HttpResponse(TEMPLATE.render({"days": days, "user": request.user}, request))


urlpatterns = [path("w/<slug:slug>/floor/", month), path("", include("smplanner.urls"))]
