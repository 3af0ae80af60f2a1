"""A table of the whole plan, changed in every row and brought back in: compared, written, taken back."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from calendar_app import history
from calendar_app.exchange import elsewhere, sheets, tables
from calendar_app.exchange.comparing import Comparison
from calendar_app.exchange.taking import Taking, Wish
from calendar_app.models import Post
from smplanner.workspaces.models import AuditEvent, Membership, User, Workspace
from tests.bench.plans import plan

Report = Callable[..., None]


def round_trip(user: User, line: Report) -> None:
    """Each step with 10,000 rows against the same with 1,000: what grows faster than the rows would be felt there."""
    few = steps(user, plan(user, "Table 1,000", 300, 700))
    many = steps(user, plan(user, "Table 10,000", 300, 9_700))
    for step, seconds in many.items():
        growth = seconds / few[step]
        measured = f"{seconds:.1f} s = × {growth:.1f}"
        line(f"table of 10,000 rows against one of 1,000: {step}", measured, "≤ 20", held=growth <= 20)


def steps(user: User, workspace: Workspace) -> dict[str, float]:
    """Seconds that each step takes with all posts of `workspace`, by the step's name."""
    taken: dict[str, float] = {}
    with scope(workspace=workspace):
        content = _timed(taken, "taken out", lambda: tables.export(workspace, tables.KINDS["semicolons"]))
        changed = content.replace(b"Publication ", b"Annonce ")
        sheet = _timed(taken, "read", lambda: elsewhere.headed(sheets.read(changed)))
        comparison = Comparison(sheet, elsewhere.guess(sheet, "fr"), workspace, may_approve=True)
        _timed(taken, "compared", lambda: list(comparison.steps()))
        if comparison.done is None:
            raise RuntimeError("the comparison did not come to its end")
        seen = dict(Post.objects.values_list("pk", "version"))
        taking = Taking(workspace, user, timezone.now(), comparison.done, Wish(seen))
        with transaction.atomic():
            _timed(taken, "written", lambda: list(taking.steps()))
        unlocked = Post.objects.exclude(status=Post.Status.APPROVED).count()  # what was approved is locked
        if taking.changed != unlocked:
            raise RuntimeError(f"{taking.changed} of {unlocked} rows were written")
        event = AuditEvent.objects.get(pk=taking.event)
        member = Membership.objects.get(workspace=workspace, user=user)
        _timed(taken, "taken back", lambda: history.undo(history.act_of(event), member, timezone.now()))
    return taken


def _timed(taken: dict[str, float], step: str, work: Callable[[], Any]) -> Any:
    start = perf_counter()
    made = work()
    taken[step] = perf_counter() - start
    return made
