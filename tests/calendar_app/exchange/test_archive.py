"""A workspace as a file: whole, the same each time, and back again."""

import json
from collections import Counter
from datetime import UTC, date, datetime, time

import pytest
from django.core.management import call_command
from django.utils import translation
from django_scopes import scope

from calendar_app import checker, models
from calendar_app.exchange import archive, shape
from calendar_app.models import Post
from personas.models import Persona
from smplanner.workspaces.models import AuditEvent, Workspace
from smplanner.workspaces.owned import OwnedByWorkspace
from tests.factories import make_channel, make_persona, make_post, make_saved_view, make_user, make_waiver
from tests.isolation.world import build_world

TODAY = date(2026, 6, 10)


def minimal():
    """A hand-written file: a name, two personas, three channels, ten posts, nothing else."""
    return {
        "workspace": {"name": "Trois Filaos"},
        "personas": [{"name": "Lucie"}, {"name": "Marc"}],
        "channels": [{"platform": "instagram"}, {"platform": "facebook"}, {"platform": "newsletter"}],
        "posts": [
            {"title": f"Pain {n}", "channel": "instagram", "publish_at": f"2026-06-{n + 10}T09:00"} for n in range(10)
        ],
    }


def bytes_of(document):
    return json.dumps(document).encode()


def parsed(content):
    return archive.parse(content, archive.known_here())


def moved(content, owner):
    """The workspace that an import of `content` makes."""
    return archive.settle(parsed(content), owner)


# --- What is in it -------------------------------------------------------------------------------------------------


def tenants(model=OwnedByWorkspace):
    for one in model.__subclasses__():
        yield one
        yield from tenants(one)


def test_every_model_of_a_workspace_is_in_the_file_or_left_out_for_a_reason():
    placed = {kind.model for kind in shape.KINDS.values()}
    assert set(tenants()) == placed | shape.MODELS_LEFT_OUT.keys()
    assert not placed & shape.MODELS_LEFT_OUT.keys()


@pytest.mark.parametrize("kind", shape.KINDS.values(), ids=lambda kind: kind.name)
def test_every_field_of_a_row_is_in_the_file_or_left_out_for_a_reason(kind):
    fields = {one.name for one in (*kind.model._meta.concrete_fields, *kind.model._meta.many_to_many)}
    said = {one.name for one in kind.fields} | kind.left_out.keys() | {"id", "workspace", kind.link}
    through = {one.name for one in kind.model._meta.many_to_many if one.name not in said}
    assert fields - said == through
    for name in through:  # rows of their own
        assert kind.model._meta.get_field(name).remote_field.through in shape.BY_MODEL
    assert all(name in fields and reason for name, reason in kind.left_out.items())


def test_every_field_of_a_workspace_is_in_the_file_or_left_out_for_a_reason():
    meta = Workspace._meta
    fields = {one.name for one in (*meta.concrete_fields, *meta.many_to_many)}
    assert fields == {one.name for one in shape.WORKSPACE} | shape.WORKSPACE_LEFT_OUT.keys()


@pytest.fixture
def full(db):
    """A workspace with rows of every kind, which other rows point at."""
    world = build_world()
    place, rows = world.bakery.workspace, world.bakery.rows
    post = rows["post"]
    with scope(workspace=place):
        child = Post.objects.create(workspace=place, title=post.title, adapted_from=post, fold=1, zone="Asia/Tokyo")
        models.Post.objects.filter(pk=child.pk).update(
            local_date=TODAY, local_time=time(9, 30), publish_at=datetime(2026, 6, 10, 0, 30, tzinfo=UTC)
        )
        strategy, _ = models.Strategy.objects.get_or_create(workspace=place)
        section = models.StrategySection.objects.get_or_create(strategy=strategy, workspace=place, key="voice")[0]
        models.StrategySection.objects.filter(pk=section.pk).update(updated_at=datetime(2026, 1, 2, tzinfo=UTC))
        rows["team_member"].stand_in = models.TeamMember.objects.create(
            workspace=place, name="Zoé", hours_per_week="7.5"
        )
        rows["team_member"].save()
        given = {"severity": "warning", "facts": {"share": 12.5, "n": 3}, "related": [["post", post.pk], ["plan", 0]]}
        make_waiver(place, "promo-overload", ref_kind="post", ref_id=post.pk, given=given)
        make_waiver(place, "publishing-gap", ref_kind="channel", ref_id=999_999)
        make_waiver(place, "too-many-platforms", ref_kind="plan")
        make_waiver(place, "weekly-overload", ref_kind="week", ref_id=202624)
    return world


def test_what_comes_in_goes_out_byte_for_byte(full):
    first = archive.export(full.bakery.workspace)
    again = moved(first, full.people["charlie"])
    assert archive.export(again).decode() == first.decode()


def test_an_example_survives_the_journey(db, alice):
    call_command("seed_demo", owner=alice.email, today=TODAY, verbosity=0)
    first = archive.export(Workspace.objects.get(is_demo=True))
    assert archive.export(moved(first, alice)) == first


def test_a_file_holds_no_secret_no_address_and_nothing_of_others(full):
    content = archive.export(full.bakery.workspace).decode()
    assert "example.org" not in content
    assert full.museum.marker not in content
    assert full.bakery.feed.token not in content
    assert full.bakery.feed.token_hash not in content
    assert str(full.bakery.post.uid) not in content


def test_the_same_plan_gives_the_same_file_whatever_else_is_on_the_site(full):
    before = archive.export(full.bakery.workspace)
    make_post(full.museum.workspace, "Vernissage")
    assert archive.export(full.bakery.workspace) == before


@pytest.mark.parametrize("number", [1, 3])
def test_an_export_takes_the_same_number_of_queries_whatever_there_is(bakery, number, django_assert_num_queries):
    for _ in range(number):
        make_post(bakery, channel=make_channel(bakery, personas=[make_persona(bakery)]))
    with django_assert_num_queries(48):
        archive.export(bakery)


def test_an_import_makes_a_workspace_of_its_owner_and_writes_it_down(alice, bakery):
    place = moved(bytes_of(minimal()), alice)
    assert (place.slug, place.name) == ("trois-filaos", "Trois Filaos")
    assert place.memberships.get().user == alice
    assert list(AuditEvent.objects.filter(workspace=place).values_list("verb", "actor")) == [("imported", alice.pk)]


def test_what_a_file_does_not_say_is_at_its_default(alice):
    place = moved(bytes_of(minimal()), alice)
    with scope(workspace=place):
        post = models.Post.objects.order_by("pk").first()
        assert (post.status, post.zone, post.publish_at) == (
            "idea",
            "Europe/Paris",
            datetime(2026, 6, 10, 7, 0, tzinfo=UTC),
        )
        assert post.channel.platform.slug == "instagram"
        assert models.Channel.objects.count() == 3
    for kind in shape.KINDS.values():
        for row in kind.model._base_manager.filter(workspace=place).values():
            for field in kind.fields:
                if not field.is_relation and field.name in {"media_type", "status", "usage", "colour", "evidence_type"}:
                    assert row[field.name] == field.get_default()


@pytest.mark.parametrize("said", [{"name": "Trois Filaos"}, {"workspace": "Trois Filaos"}])
def test_of_the_workspace_the_name_is_enough(alice, said):
    assert moved(bytes_of(said), alice).name == "Trois Filaos"


def test_a_row_is_named_by_its_name_as_well_as_by_its_key(alice):
    posts = [{"title": "Pain", "channel": "Notre vitrine", "persona": "Lucie"}]
    channels = [{"platform": "instagram", "name": "Notre vitrine"}]
    place = moved(bytes_of({**minimal(), "channels": channels, "posts": posts}), alice)
    with scope(workspace=place):
        post = models.Post.objects.get()
        assert (post.channel.name, post.persona.name) == ("Notre vitrine", "Lucie")


@pytest.mark.parametrize(
    ("said", "hour", "fold"),
    [
        ("2026-06-10T07:30:00Z", "09:30", 0),
        ("2026-10-25T00:30:00Z", "02:30", 0),
        ("2026-10-25T02:30:00+01:00", "02:30", 1),
    ],
)
def test_an_hour_with_an_offset_is_an_instant(alice, said, hour, fold):
    place = moved(bytes_of({"name": "A", "posts": [{"title": "Pain", "publish_at": said}]}), alice)
    with scope(workspace=place):
        post = models.Post.objects.get()
        assert (f"{post.local_time:%H:%M}", post.fold) == (hour, fold)
        assert post.publish_at == datetime.fromisoformat(said)


def test_ten_thousand_posts_are_read(alice):
    document = minimal()
    document["posts"] = [{"title": f"Pain {n}", "channel": "facebook", "adapted_from": "pain-0"} for n in range(10_000)]
    assert Post._base_manager.filter(workspace=moved(bytes_of(document), alice)).count() == 10_000


# --- Without a database --------------------------------------------------------------------------------------------


def test_a_file_is_checked_without_a_database():
    plan = archive.parse(bytes_of(minimal()), archive.known_to_all())
    report = archive.check(plan, TODAY)
    assert report.findings
    assert {post.title for post in report.plan.posts} == {f"Pain {n}" for n in range(10)}


def said(report):
    with translation.override("en"):
        return Counter((one.rule.slug, one.severity, one.message) for one in report.findings)


def same_said(workspace, today):
    content = archive.export(workspace)
    read = archive.parse(content, archive.known_here())
    with scope(workspace=workspace):
        return said(checker.check(workspace, today)), said(archive.check(read, today))


def test_a_file_is_judged_as_its_workspace_is(full):
    call_command("seed_demo", owner=make_user("hugo@example.org").email, today=TODAY, verbosity=0)
    # Who looks after a post is an account, which no file holds.
    Post._base_manager.update(owner=None)
    for workspace in (full.bakery.workspace, Workspace.objects.latest("pk")):
        here, there = same_said(workspace, TODAY)
        assert there == here
        assert there


# --- Saved views ---------------------------------------------------------------------------------------------------


def test_views_of_the_team_find_the_same_rows_elsewhere(alice, bob, bakery):
    channel, persona = make_channel(bakery), make_persona(bakery, name="Inès & Cie/2")
    filters = f"channel={channel.pk}&channel=none&status=draft&persona={persona.pk}&color=owner&q=p%26in"
    for owner in (alice, bob):
        make_saved_view(bakery, owner, name="Bread", is_shared=True, address=f"view=list&{filters}&owner={alice.pk}")
    make_saved_view(bakery, alice, name="Alone")
    first = archive.export(bakery)
    assert [view["name"] for view in json.loads(first)["views"]] == ["Bread", "Bread 2"]
    assert f"channel=channels/{channel.platform.slug}&channel=none" in first.decode()
    place = moved(first, bob)
    with scope(workspace=place):
        here = models.Channel.objects.get(), Persona.objects.get()
        view = models.SavedView.objects.get(name="Bread")
    assert (view.owner, view.is_shared) == (bob, True)
    same = filters.replace(f"channel={channel.pk}", f"channel={here[0].pk}")
    assert view.address == "view=list&" + same.replace(f"persona={persona.pk}", f"persona={here[1].pk}")
    assert archive.export(place) == first


def test_a_view_that_filters_by_what_is_not_there_is_refused():
    document = minimal() | {"views": [{"name": "Bread", "address": "view=list&channel=channels/threads"}]}
    with pytest.raises(archive.Refused) as refused:
        archive.parse(bytes_of(document), archive.known_to_all())
    assert [fault.path for fault in refused.value.faults] == ["views[0].address"]


def test_what_is_gone_from_a_view_is_left_out_of_the_file(alice, bakery):
    make_saved_view(bakery, alice, is_shared=True, address="view=month&channel=999&objective=x&q=")
    make_saved_view(bakery, alice, name="Long", is_shared=True, address="q=" + "é" * 300)
    views = json.loads(archive.export(bakery))["views"]
    assert [view["address"] for view in views] == ["view=month&q=", "q=" + "%C3%A9" * 300]
