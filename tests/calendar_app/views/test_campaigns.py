"""Campaigns and closed days."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from calendar_app.models import Campaign, Closure
from smplanner.workspaces.models import AuditEvent
from tests.factories import make_campaign, make_objective, make_post

PAGE = "/w/bakery/strategy/campaigns/"


def make_closure(workspace, **fields) -> Closure:
    days = {"first_day": date(2026, 8, 1), "last_day": date(2026, 8, 21)}
    return Closure.objects.create(workspace=workspace, **{"label": "Congés", **days, **fields})


PARTS = {
    # name of the address -> (model, factory, what a form needs, a change)
    "campaign": (Campaign, make_campaign, {"name": "Galettes", "colour": "orange"}, {"start_on": "2027-01-02"}),
    "closure": (
        Closure,
        make_closure,
        {"label": "Congés", "first_day": "2026-08-01", "last_day": "2026-08-21"},
        {"label": "Travaux"},
    ),
}
PART = pytest.mark.parametrize("part", PARTS)


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


@PART
def test_a_row_is_made_changed_and_removed_with_a_row_of_the_log_each(client_of, bob, bakery, part):
    model, _make, needed, change = PARTS[part]
    client, new = client_of(bob), reverse(f"{part}-new", args=["bakery"])
    assert client.get(new).status_code == 200
    assert client.post(new, needed).url == PAGE
    row = model.objects.get()
    here, removal = reverse(part, args=["bakery", row.pk]), reverse(f"{part}-delete", args=["bakery", row.pk])
    assert client.get(here).status_code == 200
    assert client.post(here, needed | change).url == PAGE
    assert client.post(here, needed | change).url == PAGE  # nothing changes, nothing is noted
    assert client.get(removal).status_code == 200
    assert model.objects.count() == 1
    assert client.post(removal).url == PAGE
    assert (model.objects.count(), verbs()) == (0, ["created", "edited", "removed"])


@PART
def test_charlie_neither_sees_nor_changes_a_row(client_of, charlie, bakery, museum, part):
    model, make, needed, change = PARTS[part]
    row, client = make(bakery), client_of(charlie)
    for slug in ("bakery", "museum"):
        for name in (part, f"{part}-delete"):
            assert client.get(reverse(name, args=[slug, row.pk])).status_code == 404
            assert client.post(reverse(name, args=[slug, row.pk]), needed | change).status_code == 404
    assert client.post(reverse(f"{part}-new", args=["bakery"]), needed).status_code == 404
    assert client.get(PAGE).status_code == 404
    assert (list(model.objects.all()), verbs()) == ([row], [])


@PART
def test_a_viewer_sees_the_row_and_changes_nothing(client_of, dora, bakery, part):
    _model, make, needed, _change = PARTS[part]
    row, client = make(bakery), client_of(dora)
    html = client.get(PAGE).content.decode()
    assert str(row) in html
    assert reverse(part, args=["bakery", row.pk]) not in html
    assert client.post(reverse(f"{part}-new", args=["bakery"]), needed).status_code == 403
    assert client.post(reverse(f"{part}-delete", args=["bakery", row.pk])).status_code == 403


@pytest.mark.parametrize(
    ("part", "fields", "at"),
    [
        ("campaign", {"name": ""}, ["name"]),
        ("campaign", {"start_on": "2026-06-02", "end_on": "2026-06-01"}, ["end_on"]),
        ("campaign", {"start_on": "1999-06-02"}, ["start_on"]),
        ("campaign", {"end_on": "2101-01-01"}, ["end_on"]),
        ("campaign", {"colour": "#ff0000"}, ["colour"]),
        ("campaign", {"objective": "9" * 30}, ["objective"]),
        ("closure", {"label": ""}, ["label"]),
        ("closure", {"last_day": "2026-07-31"}, ["last_day"]),
        ("closure", {"first_day": "1999-01-01"}, ["first_day"]),
        ("closure", {"last_day": "2026-02-31"}, ["last_day"]),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(client_of, bob, bakery, part, fields, at):
    answer = client_of(bob).post(reverse(f"{part}-new", args=["bakery"]), PARTS[part][2] | fields)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, at)


def test_an_objective_of_another_workspace_is_no_choice(client_of, bob, bakery, museum):
    theirs = make_objective(museum)
    answer = client_of(bob).post(
        reverse("campaign-new", args=["bakery"]), PARTS["campaign"][2] | {"objective": theirs.pk}
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["objective"])


def test_what_is_over_is_folded_away_and_posts_are_counted(client_of, bob, bakery):
    today = timezone.now().date()
    coming = make_campaign(bakery, name="Noël", end_on=today + timedelta(days=9))
    past = make_campaign(bakery, name="Rentrée", end_on=today - timedelta(days=9))
    make_closure(bakery, label="Autrefois", first_day=today - timedelta(days=9), last_day=today - timedelta(days=2))
    for fields in ({}, {"status": "cancelled"}, {"deleted_at": timezone.now()}):
        make_post(bakery, day=today, campaign=coming, **fields)
    context = client_of(bob).get(PAGE).context
    assert [(one, one.post_count) for one in context["coming"]] == [(coming, 1)]
    assert (context["past"], context["closed"], len(context["closed_before"])) == ([past], [], 1)


def test_a_campaign_that_goes_leaves_its_posts(client_of, bob, bakery):
    campaign = make_campaign(bakery)
    post = make_post(bakery, campaign=campaign)
    client_of(bob).post(reverse("campaign-delete", args=["bakery", campaign.pk]))
    post.refresh_from_db()
    assert post.campaign is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_a_fixed_number_of_questions(client_of, bob, bakery, rows, django_assert_num_queries):
    for _ in range(rows):
        make_post(bakery, campaign=make_campaign(bakery, objective=make_objective(bakery)))
        make_closure(bakery)
    client = client_of(bob)
    client.get(PAGE)
    with django_assert_num_queries(6):
        client.get(PAGE)
