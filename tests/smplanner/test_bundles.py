"""Many tables in one query are told as each of them is told by itself."""

from datetime import date

import pytest
from django_scopes import scope

from calendar_app import models
from calendar_app.document import gather
from calendar_app.models import Objective, TeamMember
from smplanner.bundles import Bundle, point
from tests.calendar_app.views.test_document import a_whole_strategy
from tests.factories import make_objective, make_persona, make_team_member

pytestmark = pytest.mark.django_db


def columns(row) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.parametrize("times", [1, 3])
def test_every_column_of_every_row_is_as_its_table_tells_it(bakery, museum, times):
    a_whole_strategy(bakery, times)
    make_persona(museum)
    with scope(workspace=bakery):
        told = gather._told()
        told["absences"] = models.Absence.objects.all()
        found = gather._STRATEGY.read(today=date(2000, 1, 1))
        for name, rows in told.items():
            if name.endswith(("_personas", "_objectives")):  # tables of links, which no scope reaches
                continue
            alone = [columns(row) for row in (rows if rows.ordered else rows.order_by("pk"))]
            assert [columns(row) for row in found[name]] == alone, name
            assert repr([columns(row) for row in found[name]]) == repr(alone), name


def test_the_rows_keep_the_order_of_their_model(bakery):
    for name in ("zoé", "Ana", "bob"):
        make_team_member(bakery, name=name)
    with scope(workspace=bakery):
        found = Bundle(lambda: {"team": TeamMember.objects.all(), "back": TeamMember.objects.order_by("-name")}).read()
        assert [member.name for member in found["team"]] == ["Ana", "bob", "zoé"]
        assert found["back"] == list(TeamMember.objects.order_by("-name"))


def test_a_table_without_rows_is_there(bakery):
    with scope(workspace=bakery):
        assert Bundle(lambda: {"team": TeamMember.objects.all(), "aims": Objective.objects.all()}).read() == {
            "team": [],
            "aims": [],
        }


def test_following_a_key_that_was_read_along_asks_nothing(bakery, django_assert_num_queries):
    make_objective(bakery, owner=make_team_member(bakery, name="Ana"))
    make_objective(bakery)
    bundle = Bundle(lambda: {"aims": Objective.objects.all(), "team": TeamMember.objects.all()})
    with scope(workspace=bakery), django_assert_num_queries(1):
        found = bundle.read()
        point(found["aims"], "owner", found["team"])
        assert [str(aim.owner) for aim in found["aims"]] == ["Ana", "None"]


def test_another_workspace_has_other_rows(bakery, museum):
    make_team_member(bakery, name="Ana")
    make_team_member(museum, name="Leïla")
    bundle = Bundle(lambda: {"team": TeamMember.objects.all(), "aims": Objective.objects.all()})
    for workspace, name in [(bakery, "Ana"), (museum, "Leïla"), (bakery, "Ana")]:
        with scope(workspace=workspace):
            assert [member.name for member in bundle.read()["team"]] == [name]
