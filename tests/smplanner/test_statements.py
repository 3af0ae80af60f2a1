"""SQL that is kept: of one workspace and one request nothing is left for another."""

from datetime import UTC, date, datetime, time
from threading import Thread

import pytest
from django.db.models import CharField, DateField, DateTimeField, F
from django_scopes import scope, scopes_disabled
from django_scopes.exceptions import ScopeError

from calendar_app.models import Observance, Post
from smplanner.statements import Asked, Statement
from tests.factories import make_post

pytestmark = pytest.mark.django_db

TITLES = Statement(
    lambda: Post.objects.order_by("title").values_list("title", "local_date", "local_time", "publish_at")
)
ON = Statement(lambda: Post.objects.filter(local_date=Asked("day", DateField())).values_list("title"))
SINCE = Statement(
    lambda: Post.objects.filter(publish_at__gte=Asked("start", DateTimeField())).order_by("pk").values_list("title")
)


def test_each_workspace_is_told_its_own_rows(bakery, museum):
    make_post(bakery, "Bread")
    make_post(museum, "Night")
    for workspace, title in [(bakery, "Bread"), (museum, "Night"), (bakery, "Bread")]:
        with scope(workspace=workspace):
            assert [row[0] for row in TITLES.rows()] == [title]


@pytest.mark.usefixtures("bakery")
def test_outside_of_a_workspace_nothing_is_told(bakery):
    make_post(bakery, "Bread")
    with pytest.raises(ScopeError):
        TITLES.rows()
    with scopes_disabled(), pytest.raises(ScopeError):
        TITLES.rows()
    with scope(workspace=bakery), scopes_disabled(), pytest.raises(ScopeError):
        TITLES.rows()


def test_values_come_as_a_queryset_gives_them(bakery):
    make_post(bakery, "Bread", day=date(2026, 6, 10), clock=time(9, 30))
    make_post(bakery, "Cake")
    with scope(workspace=bakery):
        columns = ("title", "local_date", "local_time", "publish_at")
        assert TITLES.rows() == list(Post.objects.order_by("title").values_list(*columns))


def test_each_asking_has_its_own_values(bakery):
    make_post(bakery, "Bread", day=date(2026, 6, 10))
    make_post(bakery, "Cake", day=date(2026, 6, 11))
    with scope(workspace=bakery):
        assert ON.rows(day=date(2026, 6, 10)) == [("Bread",)]
        assert ON.rows(day=date(2026, 6, 11)) == [("Cake",)]
        assert ON.rows(day=date(2026, 6, 12)) == []
        assert SINCE.rows(start=datetime(2026, 6, 10, 12, tzinfo=UTC)) == [("Cake",)]


def test_a_value_that_is_forgotten_is_an_error(bakery):
    with scope(workspace=bakery), pytest.raises(KeyError):
        ON.rows()


def test_a_value_is_never_read_as_sql(bakery):
    names = Statement(lambda: Observance.objects.filter(slug=Asked("slug", CharField())).values_list(F("name_en")))
    assert names.rows(slug="halloween") == [("Halloween",)]
    assert names.rows(slug="x' OR '1'='1") == []
    assert names.rows(slug="100 %s %") == []


@pytest.mark.django_db(transaction=True)
def test_two_threads_ask_for_their_own_workspace(bakery, museum):
    make_post(bakery, "Bread")
    make_post(museum, "Night")
    statement, told = Statement(lambda: Post.objects.values_list("title")), {}

    def ask(workspace) -> None:
        from django.db import connection

        with scope(workspace=workspace):
            told[workspace.slug] = statement.rows()
        connection.close()

    threads = [Thread(target=ask, args=[workspace]) for workspace in (bakery, museum)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == {"bakery": [("Bread",)], "museum": [("Night",)]}


def test_the_sql_is_worked_out_once(bakery, museum):
    told = []

    def query():
        told.append(True)
        return Post.objects.values_list("title")

    statement = Statement(query)
    for workspace in (bakery, museum):
        with scope(workspace=workspace):
            statement.rows()
    assert len(told) == 1
