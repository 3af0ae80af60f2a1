"""The budgets of the checker: loading a plan in which every field is filled, and judging it by all rules."""

from collections.abc import Callable
from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from calendar_app import checker
from calendar_app.models import Post
from calendar_app.rules.core import RULES
from calendar_app.rules.text import reading, resemblance
from smplanner.workspaces.models import User, Workspace
from tests.bench.full import TODAY, full

Report = Callable[..., None]
COLUMNS = tuple(field.attname for field in Post._meta.concrete_fields)
TURNS = 5


def checking(user: User, line: Report) -> None:
    """The floor is a bare `values_list` of the same rows; what texts were read before is forgotten before each turn."""
    smaller, larger = full(user, "Check 10,000", 10_000), full(user, "Check 100,000", 100_000)
    floor, few, many = _turns((smaller, _bare), (smaller, _check), (larger, _check))
    ratio, growth = few / floor, many / few
    what = f"check of 10,000 posts by {len(RULES)} rules against a bare values_list"
    line(what, f"{few:.0f} / {floor:.0f} ms = {ratio:.1f}", "≤ 8", held=ratio <= 8)
    line("check of 100,000 posts against that of 10,000", f"{many:.0f} ms = × {growth:.1f}", "≤ 12", held=growth <= 12)
    counts = [_queries(one) for one in (smaller, larger)]
    line("queries of the check at 10,000 and 100,000 posts", str(counts), "the same", held=len(set(counts)) == 1)


def _turns(*works: tuple[Workspace, Callable[[Workspace], object]]) -> list[float]:
    """The least milliseconds of each work, the works taken in turn: whatever else the machine does only adds to them."""
    times: list[list[float]] = [[] for _ in works]
    for _turn in range(TURNS):
        for (workspace, work), taken in zip(works, times, strict=True):
            _forget()
            with scope(workspace=workspace):
                start = perf_counter()
                work(workspace)
                taken.append((perf_counter() - start) * 1000)
    return [min(each) for each in times]


def _forget() -> None:
    reading.forget()
    resemblance._words.cache_clear()


def _bare(_workspace: Workspace) -> None:
    for _row in Post.objects.values_list(*COLUMNS):
        pass


def _check(workspace: Workspace) -> None:
    checker.check(workspace, TODAY)


def _queries(workspace: Workspace) -> int:
    with scope(workspace=workspace), CaptureQueriesContext(connection) as captured:
        checker.check(workspace, TODAY)
    return len(captured)
