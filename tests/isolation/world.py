"""Two workspaces with a row of every kind in each, and everybody who might knock.

Every text of a workspace carries its marker, so that a page which shows it to the wrong person is found whatever it
shows.
"""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from uuid import uuid4

from django.db import models
from django_scopes import scope

from calendar_app import asking
from calendar_app.models import (
    CheckDay,
    Comment,
    Editing,
    Insight,
    ListeningKeyword,
    ListeningSource,
    Notice,
    PostRevision,
    PostTemplate,
    ReviewLog,
    RevisionPicture,
    RuleSetting,
    Series,
    Strategy,
    StrategySection,
    Submission,
    SummaryMail,
    Verdict,
    WeekReview,
)
from smplanner.doors import Door
from smplanner.workspaces import audit
from smplanner.workspaces.models import User, Workspace
from smplanner.workspaces.roles import Role
from tests import factories as make
from tests.isolation.groundwork import groundwork
from tests.isolation.presence import presence

BAKERY, MUSEUM = "Zqbakery", "Zqmuseum"
DAY = date(2026, 6, 10)


@dataclass
class Side:
    """One workspace and a row of each kind in it."""

    marker: str
    workspace: Workspace
    rows: dict[str, models.Model] = field(default_factory=dict)

    def __getattr__(self, name: str) -> models.Model:
        try:
            return self.__dict__["rows"][name]  # a copy being made has none yet
        except KeyError:
            raise AttributeError(name) from None


@dataclass
class World:
    """Both sides, and the people by name; "anonymous" is nobody."""

    bakery: Side
    museum: Side
    people: dict[str, User | None]
    role_of: dict[str, Role]


def build_world() -> World:
    roles = {
        "alice": Role.ADMIN,
        "frank": Role.APPROVER,
        "bob": Role.EDITOR,
        "erin": Role.CONTRIBUTOR,
        "dora": Role.VIEWER,
    }
    people: dict[str, User | None] = {"anonymous": None}
    bakery = make.make_workspace(f"{BAKERY} house", slug="bakery", is_demo=True)
    museum = make.make_workspace(f"{MUSEUM} house", slug="museum", is_demo=True)
    for name, role in roles.items():
        people[name] = make.make_user(f"{name}@example.org")
        make.make_membership(people[name], bakery, role)
    people["gina"] = make.make_user("gina@example.org")
    make.make_membership(people["gina"], bakery, Role.ADMIN).delete()
    people["charlie"] = make.make_user("charlie@example.org", name=f"Charlie {MUSEUM}")
    make.make_membership(people["charlie"], museum, Role.ADMIN)
    sides = _side(BAKERY, bakery, people["alice"]), _side(MUSEUM, museum, people["charlie"])
    people["client link"] = None  # nobody signed in, in a browser that opened a link for outsiders
    for name in roles:
        sides[0].rows[f"view of {name}"] = make.make_saved_view(bakery, people[name], name=f"{BAKERY} view of {name}")
        sides[0].rows[f"notice of {name}"] = _notice(BAKERY, bakery, people[name])
        sides[0].rows[f"summary of {name}"] = SummaryMail._base_manager.create(workspace=bakery, user=people[name])
        sides[0].rows[f"comment of {name}"] = Comment._base_manager.create(
            workspace=bakery, post=sides[0].rows["post"], author=people[name], text=f"{BAKERY} comment of {name}"
        )
        sides[0].rows[f"feed of {name}"] = make.make_feed(bakery, people[name], name=f"{BAKERY} feed of {name}")
    for name, user in people.items():
        if user is not None:
            sides[0].rows[f"session of {name}"] = make.make_session(user)
            sides[0].rows[f"token of {name}"] = make.make_api_token(user, name=f"{name}’s token")
    sides[0].rows["session"] = sides[0].rows["session of alice"]
    sides[0].rows["token"] = sides[0].rows["token of alice"]
    return World(*sides, people, roles)


def _side(marker: str, place: Workspace, admin: User) -> Side:
    """A row of every kind in `place`; `admin` looks after them."""
    rows: dict[str, models.Model] = {"admin": admin}
    guest = make.make_user(f"guest-of-{place.slug}@example.org", name=f"Guest {marker}")
    rows["membership"] = make.make_membership(guest, place, Role.EDITOR)
    rows["invitation"] = make.make_invitation(place, f"invited-{marker.lower()}@example.org", by=admin)
    rows["persona"] = make.make_persona(place, name=f"{marker} persona", needs=[f"{marker} need"])
    rows["use"] = make.make_persona_platform(rows["persona"], why=f"{marker} why")
    rows["objective"] = make.make_objective(place, statement=f"{marker} objective", personas=[rows["persona"]])
    rows["pillar"] = make.make_pillar(place, name=f"{marker} pillar")
    rows["team_member"] = make.make_team_member(place, name=f"{marker} colleague", user=admin)
    rows["channel"] = make.make_channel(
        place,
        name=f"{marker} channel",
        personas=[rows["persona"]],
        objectives=[rows["objective"]],
        responder=rows["team_member"],
    )
    about = {name: rows[name] for name in ("channel", "persona", "objective", "pillar")}
    rows["post"] = make.make_post(place, f"{marker} post", day=DAY, clock=time(9), text=f"{marker} text", **about)
    rows["trashed"] = make.make_post(place, f"{marker} trashed", day=DAY, deleted_at="2026-06-01T10:00Z")
    rows["media"] = make.make_picture(rows["post"], label=f"{marker} picture")
    rows["feed"] = make.make_feed(place, admin, name=f"{marker} feed", channel=rows["channel"], with_occasions=True)
    rows["view"] = make.make_saved_view(place, admin, name=f"{marker} view", address="view=month&q=" + marker)
    rows["mail"] = make.make_mail(place, admin)
    rows["waiver"] = make.make_waiver(place, reason=f"{marker} reason", by=admin)
    rows["listening"] = make.make_listening_plan(
        place, owner=rows["team_member"], alert_rule=f"{marker} rule", first_session_on=DAY
    )
    with scope(workspace=place):
        rows["source"] = ListeningSource.objects.create(
            workspace=place, plan=rows["listening"], kind="watch", where=f"{marker} place"
        )
        rows["keyword"] = ListeningKeyword.objects.create(
            workspace=place, plan=rows["listening"], family="brand", text=f"{marker} word"
        )
        rows["insight"] = Insight.objects.create(
            workspace=place, on=DAY, source=rows["source"], persona=rows["persona"], what=f"{marker} insight"
        )
        rows["review"] = ReviewLog.objects.create(
            workspace=place, on=DAY, persona=rows["persona"], by=admin, note=f"{marker} review", decision="pause"
        )
        rows["editing"] = Editing.objects.create(workspace=place, post=rows["post"], user=admin)
        rows["week_review"] = WeekReview.objects.create(
            workspace=place, monday=DAY - timedelta(days=9), reviewed_by=admin, note=f"{marker} week"
        )
        rows["strategy"] = Strategy.objects.create(workspace=place, horizon_months=24)
        rows["section"] = StrategySection.objects.create(
            workspace=place, strategy=rows["strategy"], key="voice", text=f"{marker} voice"
        )
        rows["check_day"] = CheckDay.objects.create(
            workspace=place, on=DAY, found={f"no-persona:post:{rows['post'].pk}": ["2026-06-01", 2, f"{marker} gone"]}
        )
        rows["rule_setting"] = RuleSetting.objects.create(workspace=place, slug="publishing-gap")
        rows["event"] = audit.record(
            place, admin, "edited", rows["post"], {"persona": (None, rows["persona"].pk)}, batch=uuid4()
        )
        rows["moved"] = audit.record(place, admin, "moved", rows["post"], {"local_time": (None, "09:00:00")})
        rows["imported"] = audit.record(place, admin, "imported", place, {"keydates": (None, 1)}, batch=uuid4())
        rows["revision"] = PostRevision.objects.create(
            workspace=place, post=rows["post"], version=1, title=f"{marker} before", by=admin, has_pictures=True
        )
        rows["revision_picture"] = RevisionPicture.objects.create(
            workspace=place, revision=rows["revision"], number=1, label=f"{marker} picture before"
        )
        rows["series"] = Series.objects.create(workspace=place, first_day=DAY, count=3)
        rows["post_template"] = PostTemplate.objects.create(workspace=place, name=f"{marker} template")
        rows["notice"] = _notice(marker, place, admin)
        rows["summary"] = SummaryMail.objects.create(workspace=place, user=admin, saved_view=rows["view"], last_day=DAY)
        rows["comment"] = Comment.objects.create(
            workspace=place, post=rows["post"], author=admin, text=f"{marker} comment", is_shared=True
        )
        rows["handed_in"] = make.make_post(place, f"{marker} handed in", day=DAY, status="in_review", owner=admin)
        rows["submission"] = Submission.objects.create(
            workspace=place,
            post=rows["handed_in"],
            version=1,
            fingerprint=asking.fingerprint(rows["handed_in"]),
            note=f"{marker} note",
        )
        rows["verdict"] = Verdict.objects.create(
            workspace=place,
            submission=rows["submission"],
            answer="send_back",
            by=admin,
            comment=f"{marker} no",
            version=1,
        )
        rows["guest_link"] = make.make_guest_link(place, admin, [rows["post"]], name=f"{marker} client")
        rows["shared"] = rows["guest_link"].shared.get()
        rows |= presence(marker, place, rows["channel"], rows["objective"], rows["team_member"])
        rows |= groundwork(marker, place, rows["team_member"])
    return Side(marker, place, rows)


def _notice(marker: str, place: Workspace, user: User) -> Notice:
    return Notice._base_manager.create(
        workspace=place,
        user=user,
        key=f"comment:{uuid4()}",
        kind="comment",
        label=f"{marker} post",
        words=f"{marker} words",
        link=f"/w/{place.slug}/calendar/",
    )


# What stands for each name that an address pattern asks for. A pattern with a name that is not here is red.
ROW_OF = {
    "post_id": "post",
    "persona_id": "persona",
    "channel_id": "channel",
    "media_id": "media",
    "objective_id": "objective",
    "measure_id": "measure",
    "pillar_id": "pillar",
    "team_member_id": "team_member",
    "readiness_action_id": "readiness_action",
    "criticism_id": "criticism",
    "absence_id": "absence",
    "audience_id": "audience",
    "campaign_id": "campaign",
    "closure_id": "closure",
    "key_date_id": "key_date",
    "school_break_id": "school_break",
    "day_note_id": "day_note",
    "budget_line_id": "budget_line",
    "advocate_id": "advocate",
    "partner_id": "partner",
    "waiver_id": "waiver",
    "membership_id": "membership",
    "invitation_id": "invitation",
    "insight_id": "insight",
    "review_id": "review",
    "event_id": "event",
    "revision_id": "revision",
    "series_id": "series",
    "post_template_id": "post_template",
    "link_id": "guest_link",
}
# What every workspace shares: a rule, and a way of setting them all; and half a secret, which says nothing.
NOBODY_S = {"name": "plan", "rule": "no-persona", "preset": "calm", "half": "AAAA"}
# The trash is the one place where a post is looked for among those thrown away.
OTHER_ROW = {
    ("history-why", "event_id"): "moved",
    ("post-restore", "post_id"): "trashed",
    ("post-purge", "post_id"): "trashed",
    **{(f"post-{act}", "post_id"): "handed_in" for act in ("withdraw", "review", "approve", "send-back", "read-over")},
}
TOKEN_OF = {"feed": "feed", "invitation": "invitation", "mail-stop": "mail"}
TOKEN_OF |= dict.fromkeys(("guest", "guest-post", "guest-picture", "guest-thumbnail"), "guest_link")


def address(door: Door, side: Side, person: str = "", slug: str = "") -> str:
    """The address of `door` with ids of `side`; `slug` names another workspace, `person` whose own rows to take."""
    path = door.route
    for name in door.kwargs:
        path = path.replace(f"<{name}>", _value(door, name, side, person, slug))
    return path


def _value(door: Door, name: str, side: Side, person: str, slug: str) -> str:
    if name in {"slug", "workspace"}:
        return slug or side.workspace.slug
    if name == "token":
        return side.rows[TOKEN_OF[door.name]].token
    if name in {
        "feed_id",
        "view_id",
        "token_id",
        "session_id",
        "comment_id",
        "notice_id",
        "summary_id",
    }:  # everybody's own
        kind = name.removesuffix("_id")
        return str(side.rows.get(f"{kind} of {person}", side.rows[kind]).pk)
    if name == "batch":
        return str(side.imported.batch)
    if name in NOBODY_S:
        return NOBODY_S[name]
    row = OTHER_ROW.get((door.name, name)) or ROW_OF.get(name)
    if row is None:
        raise LookupError(f"{door.route} asks for <{name}>: say in tests/isolation/world.py what stands for it")
    return str(side.rows[row].pk)
