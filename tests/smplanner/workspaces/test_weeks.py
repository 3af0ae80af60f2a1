"""Weeks that take turns, called A and B."""

import pytest

from smplanner.workspaces.models import Workspace


@pytest.mark.parametrize(
    ("letters", "named"),
    [("", ["", "", ""]), ("odd", ["A", "B", "A"]), ("even", ["B", "A", "B"])],
)
def test_a_week_has_the_letter_of_its_number(letters, named):
    workspace = Workspace(week_letters=letters)
    assert [workspace.week_letter(number) for number in (1, 24, 53)] == named
