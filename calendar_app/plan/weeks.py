"""Weeks as objects of a plan: by the number that ISO 8601 gives them, with its year before it. Pure: no Django."""

from datetime import date, timedelta

WEEK = "week"
"""What a Ref calls them. The week from 2 to 8 March 2026 is number 202610."""

A_WEEK = timedelta(days=7)
A_YEAR = 100  # of numbers; no year has more than 53 weeks


def number(day: date) -> int:
    """The number of the week that `day` belongs to."""
    year, week, _weekday = day.isocalendar()
    return year * A_YEAR + week


def monday(number: int) -> date:
    """The first day of the week with that number. Raises ValueError when there is no such week."""
    return date.fromisocalendar(number // A_YEAR, number % A_YEAR, 1)


def is_week(number: int) -> bool:
    """Whether there is a week with that number."""
    try:
        monday(number)
    except (ValueError, OverflowError):
        return False
    return True
