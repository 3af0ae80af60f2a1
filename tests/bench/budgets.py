"""Each budget of the design, measured and printed beside its limit."""

import gc
import gzip
import statistics
from collections.abc import Callable
from datetime import timedelta
from time import perf_counter

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django_scopes import scope

from calendar_app import checker
from calendar_app.models import Post
from smplanner.workspaces.models import User, Workspace
from tests import factories as make
from tests.bench.checks import checking
from tests.bench.plans import DAYS, MONTH, plan
from tests.bench.tables import round_trip
from tests.page_weight import code, first_load

TURNS = 60
VIEWS = ("month", "week", "list", "board")
TODAY = MONTH + timedelta(days=9)
MONTH_QUERY = f"?view=month&month={MONTH:%Y-%m}&day={MONTH.isoformat()}"


def line(what: str, measured: str, budget: str, *, held: bool) -> None:
    print(f"{'ok  ' if held else 'OVER'}  {what:<66} {measured:>22}   budget {budget}", flush=True)


def turn_by_turn(*works: Callable[[], object], turns: int = TURNS) -> list[list[float]]:
    """Milliseconds of each work at each turn, the works taken in turn so that noise meets them alike."""
    times: list[list[float]] = [[] for _ in works]
    for turn in range(turns + 3):
        for work, taken in zip(works, times, strict=True):
            start = perf_counter()
            work()
            if turn >= 3:  # the first turns fill caches
                taken.append((perf_counter() - start) * 1000)
    return times


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def getting(client: Client, path: str) -> Callable[[], object]:
    def get() -> None:
        response = client.get(path)
        assert response.status_code == 200, (path, response.status_code)

    return get


def month_path(workspace: Workspace) -> str:
    return f"/w/{workspace.slug}/calendar/{MONTH_QUERY}"


@override_settings(ROOT_URLCONF="tests.bench.floor")
def run() -> None:
    """Make the data, then measure. The slowest part is making 100,000 posts, twice."""
    print(f"smplanner on {connection.vendor}, medians of {TURNS} turns, in one process\n", flush=True)
    user = make.make_user("bench@example.org")
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    large = plan(user, "Large", 300, 99_700)
    small = plan(user, "Small", 300, 700)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    # A web process holds none of what making the data left behind, and its collector does not walk through it.
    gc.collect()
    gc.freeze()
    month_against_floor(client, large)
    growth(client, small, large)
    queries(client, user)
    checking(user, line)
    live_panel(user)
    weight(client, large)
    feed(user)
    round_trip(user, line)


def month_against_floor(client: Client, workspace: Workspace) -> None:
    page, floor = turn_by_turn(getting(client, month_path(workspace)), getting(client, f"/w/{workspace.slug}/floor/"))
    for name, of in (("p50", statistics.median), ("p95", p95)):
        ratio = of(page) / of(floor)
        measured = f"{of(page):.1f} / {of(floor):.1f} ms = {ratio:.2f}"
        line(f"month of 300 posts among 100,000 against its floor, {name}", measured, "≤ 1.50", held=ratio <= 1.5)


def growth(client: Client, small: Workspace, large: Workspace) -> None:
    few, many = turn_by_turn(getting(client, month_path(small)), getting(client, month_path(large)))
    ratio = statistics.median(many) / statistics.median(few)
    line("month: from 1,000 to 100,000 posts in the workspace", f"× {ratio:.2f}", "≤ 1.20", held=ratio <= 1.2)


def queries(client: Client, user: User) -> None:
    counts = []
    for posts in (3, 300, 3000):
        get = getting(client, month_path(plan(user, f"Queries {posts}", posts, 0)))
        get()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            get()
        counts.append(len(captured))
    held = len(set(counts)) == 1 and max(counts) <= 12
    line("queries of the month at 3, 300 and 3,000 posts", ", ".join(map(str, counts)), "the same, ≤ 12", held=held)


def live_panel(user: User) -> None:
    workspace = plan(user, "Live 2,000", 60, 1_940)
    with scope(workspace=workspace):
        post = Post.objects.select_related("workspace").first()
        (times,) = turn_by_turn(lambda: checker.preview(workspace, post, TODAY), turns=10)
    median = statistics.median(times)
    line("findings while writing, in a plan of 2,000 posts", f"{median:.0f} ms", "≤ 50 ms", held=median <= 50)


def weight(client: Client, workspace: Workspace) -> None:
    html = client.get(month_path(workspace)).content
    packed = len(gzip.compress(html, 6)) / 1024
    line("page: a month of 300 posts, gzipped", f"{packed:.1f} KB", "≤ 60 KB", held=packed <= 60)
    pages = {view: html if view == "month" else _page(client, month_path(workspace), view) for view in VIEWS}
    with scope(workspace=workspace):
        post = Post.objects.first()
    pages["editor"] = client.get(f"/w/{workspace.slug}/posts/{post.pk}/").content
    for name, page in pages.items():
        sizes = first_load(page.decode())
        size = code(sizes)
        line(f"{name}: its CSS, JavaScript and icons, gzipped", f"{size / 1000:.1f} KB", "≤ 40 KB", held=size <= 40_000)
    fonts = (sum(sizes.values()) - code(sizes)) / 1024
    line("page: its fonts", f"{fonts:.1f} KB", "≤ 75 KB", held=fonts <= 75)


def _page(client: Client, path: str, view: str) -> bytes:
    return client.get(path.replace("view=month", f"view={view}")).content


def feed(user: User) -> None:
    workspace = plan(user, "Feed", 1000, 0)
    subscription = make.make_feed(workspace, user)
    path, anyone = f"/feeds/{subscription.token}/plan.ics", Client()
    start = perf_counter()
    first = anyone.get(path)
    cold = (perf_counter() - start) * 1000
    with CaptureQueriesContext(connection) as captured:
        again = anyone.get(path, headers={"if-none-match": first["ETag"]})
    held = again.status_code == 304 and len(captured) <= 3
    line("feed, unchanged", f"{again.status_code}, {len(captured)} queries", "304, ≤ 3 queries", held=held)
    events = first.content.count(b"BEGIN:VEVENT")
    floor = _icalendar_takes(events)
    ratio = cold / floor
    measured = f"{cold:.0f} / {floor:.0f} ms = {ratio:.2f}"
    line(f"feed, cold, {events} events, against icalendar’s own time", measured, "≤ 1.50", held=ratio <= 1.5)


def _icalendar_takes(events: int) -> float:
    from icalendar import Calendar, Event

    start = perf_counter()
    calendar = Calendar()
    for n in range(events):
        event = Event()
        event.add("uid", f"{n}@example.org")
        event.add("summary", f"Publication {n} de la boulangerie")
        event.add("dtstart", MONTH + timedelta(days=n % DAYS))
        event.add("description", "Le four est chaud, la pâte a levé toute la nuit. " * 8)
        calendar.add_component(event)
    calendar.to_ical()
    return (perf_counter() - start) * 1000
