"""Going through a week: carrying over what slipped, and saying that the week is reviewed.

All of it runs inside the workspace's scope and opens its own transaction.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from smplanner.workspaces import audit
from smplanner.workspaces.models import User, Workspace

from . import together
from .models import WeekReview
from .together import Act, Done
from .weekly import A_WEEK, PUT_OFF
from .workflow import put

# How many weeks are looked back on.
WEEKS = 12


def carry_over(chosen: Mapping[int, int | None], monday: date, today: date, actor: User, now: datetime) -> Done:
    """Put posts off to the same weekday and hour of the week after the one from `monday` on, all of them or none.

    Where that day is over already, they go to the same weekday of the first week in which it is not. Raises as
    together.change does.
    """
    return together.change(chosen, _later(monday, today), PUT_OFF, actor, now)


def _later(monday: date, today: date) -> Act:
    def act(post: together.Post) -> together.Diff:
        if post.local_date is None or post.local_date >= monday + A_WEEK:
            return {}  # somebody was quicker: it stands later, or in the reserve
        behind = max(monday + A_WEEK - post.local_date, today - post.local_date)
        return put(post, together.later(post.local_date, 7 * -(-behind.days // 7)), post.local_time)

    return act


@transaction.atomic
def mark(workspace: Workspace, monday: date, note: str, actor: User, now: datetime) -> WeekReview:
    """Say that the week from `monday` on is reviewed, with what was taken from it; said again, the new word counts."""
    review = WeekReview.objects.select_for_update().filter(monday=monday).first()
    before = review.note if review else None
    if review is None:
        review = WeekReview(workspace=workspace, monday=monday)
    review.note, review.reviewed_by, review.reviewed_at = note, actor, now
    review.save()
    audit.record(workspace, actor, "reviewed", review, {"note": (before, note)} if before != note else None)
    return review


@transaction.atomic
def unmark(review: WeekReview, actor: User) -> None:
    """Say that a week is not reviewed after all."""
    audit.record(review.workspace, actor, "unreviewed", review, {"note": (review.note, None)})
    review.delete()


@dataclass(frozen=True, slots=True)
class Past:
    """A week that is over, and its review if there is one."""

    monday: date
    review: WeekReview | None

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


def past(today: date, reviews: Iterable[WeekReview], first: date) -> Iterator[Past]:
    """The weeks that are over, the latest first, back to that of the day `first`, but no more than `WEEKS`."""
    known = {one.monday: one for one in reviews}
    monday = today - timedelta(days=today.weekday()) - A_WEEK
    for _ in range(WEEKS):
        if monday + A_WEEK <= first:
            return
        yield Past(monday, known.get(monday))
        monday -= A_WEEK
