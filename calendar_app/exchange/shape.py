"""What an archive holds: every kind of row of a workspace, its place in the file, and what is left out and why.

The fields of a kind are those of its model, under the same names; what is said here is only what a model cannot tell.
A test holds that every model that belongs to a workspace, and every field of it, is here one way or the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db import models as db

from calendar_app import models
from personas.models import Persona, PersonaPlatform
from smplanner.workspaces.models import AuditEvent, Invitation, Workspace

FORMAT, VERSION = "smplanner-archive", 1

# What waivers may be about that is no row: the plan as a whole, and a week, by its Monday.
PLAN, WEEKS = "plan", "weeks"

ACCOUNT = "An account belongs to a site, and its address to a person: people are in a file as the team."
OF_THIS_SITE = "Every site makes its own."
COMPUTED = "It follows from other fields."


@dataclass(frozen=True)
class Kind:
    """One kind of row. `name` is where it stands in the file: at the top, or in each row of the kind `parent`.

    Of a kind that is `single` a workspace has one row at most. Rows of a kind with a `label` have a key, made from that
    field, by which others point at them; `ref` is what findings call it. `left_out` are fields with the reason.
    """

    name: str
    model: type[db.Model]
    parent: str = ""
    single: bool = False
    label: str = ""
    ref: str = ""
    left_out: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def link(self) -> str:
        """The foreign key that leads to the parent; empty at the top."""
        if not self.parent:
            return ""
        above = KINDS[self.parent].model
        return next(one.name for one in self.model._meta.concrete_fields if one.related_model is above)

    @cached_property
    def fields(self) -> tuple[db.Field, ...]:
        """The fields that are in a file, links to several rows last."""
        out = {"id", "workspace", self.link, *self.left_out}
        meta = self.model._meta
        several = [one for one in meta.many_to_many if one.remote_field.through._meta.auto_created]
        return tuple(one for one in (*meta.concrete_fields, *several) if one.name not in out)

    @cached_property
    def children(self) -> "tuple[Kind, ...]":
        return tuple(kind for kind in KINDS.values() if kind.parent == self.name)


_WHEN = "As publish_at, the day and the hour that the clock on the wall shows."
_WHAT = "As about, by the key of what it is about."

# In the order of the file; whatever a row points at stands before it, but for rows of its own kind.
_ALL = (
    Kind("strategy", models.Strategy, single=True),
    Kind("sections", models.StrategySection, parent="strategy"),
    Kind("voice", models.BrandVoice, single=True),
    Kind("readiness", models.Readiness, single=True),
    Kind("team", models.TeamMember, label="name", ref="member", left_out={"user": ACCOUNT}),
    Kind("absences", models.Absence, parent="team"),
    Kind("actions", models.ReadinessAction),
    Kind("budget", models.BudgetLine),
    Kind("personas", Persona, label="name", ref="persona", left_out={"owner": ACCOUNT}),
    Kind("uses", PersonaPlatform, parent="personas"),
    Kind("objectives", models.Objective, label="statement", ref="objective"),
    Kind("measures", models.Measure, parent="objectives"),
    Kind("pillars", models.Pillar, label="name", ref="pillar"),
    Kind("campaigns", models.Campaign, label="name", ref="campaign"),
    Kind("closures", models.Closure),
    Kind("key_dates", models.KeyDate),
    Kind("school_breaks", models.SchoolBreak),
    Kind("day_notes", models.DayNote, left_out={"author": ACCOUNT}),
    Kind("channels", models.Channel, label="name", ref="channel"),
    Kind("slots", models.ChannelSlot, parent="channels"),
    Kind("trials", models.ChannelTest, parent="channels"),
    Kind("audience", models.AudienceSnapshot, parent="channels"),
    Kind("listening", models.ListeningPlan, single=True),
    Kind("sources", models.ListeningSource, parent="listening", label="where"),
    Kind("keywords", models.ListeningKeyword, parent="listening"),
    Kind("answering", models.ResponsePolicy, single=True),
    Kind("cases", models.ResponseCase, parent="answering"),
    Kind("procedures", models.Procedure),
    Kind("criticism", models.CriticismLog, label="theme", ref="criticism"),
    Kind("partners", models.Partner, label="name", ref="partner"),
    Kind("advocates", models.Advocate, label="label", ref="advocate"),
    Kind("community", models.CommunityNote),
    Kind("series", models.Series, label="rhythm", left_out={"created_by": ACCOUNT}),
    Kind("post_templates", models.PostTemplate),
    Kind(
        "posts",
        models.Post,
        label="title",
        ref="post",
        left_out={
            "local_date": _WHEN,
            "local_time": _WHEN,
            "publish_at": COMPUTED,
            "uid": OF_THIS_SITE,
            "owner": ACCOUNT,
            "created_by": ACCOUNT,
            "changed_at": OF_THIS_SITE,
            "version": OF_THIS_SITE,
            "sequence": OF_THIS_SITE,
        },
    ),
    Kind(
        "media",
        models.Media,
        parent="posts",
        left_out={
            "position": "It is the place in the list.",
            **dict.fromkeys(("file", "mime_type", "size", "width", "height"), "The file itself is not in here."),
        },
    ),
    Kind("insights", models.Insight),
    Kind("reviews", models.ReviewLog, left_out={"by": ACCOUNT}),
    Kind("week_reviews", models.WeekReview, left_out={"reviewed_by": ACCOUNT}),
    Kind(
        "views",
        models.SavedView,
        left_out={"owner": ACCOUNT, "is_shared": "What somebody keeps alone is theirs: a file has those of the team."},
    ),
    Kind("rules", models.RuleSetting),
    Kind("waivers", models.Waiver, left_out={"by": ACCOUNT, "ref_kind": _WHAT, "ref_id": _WHAT}),
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
TOP = tuple(kind for kind in _ALL if not kind.parent)
BY_MODEL: Mapping[type[db.Model], Kind] = {kind.model: kind for kind in _ALL}
BY_REF: Mapping[str, Kind] = {kind.ref: kind for kind in _ALL if kind.ref}

WORKSPACE_LEFT_OUT: Mapping[str, str] = {
    "id": OF_THIS_SITE,
    "slug": "It is part of addresses, which are the site’s: it is made from the name.",
    "namespace": OF_THIS_SITE,
    "is_demo": "Only an example may be thrown away with one click; what was imported may not.",
    "members": ACCOUNT,
}
WORKSPACE = tuple(one for one in Workspace._meta.concrete_fields if one.name not in WORKSPACE_LEFT_OUT)

MODELS_LEFT_OUT: Mapping[type[db.Model], str] = {
    models.Feed: "A secret address of one person.",
    models.GuestLink: "A secret address given to somebody outside.",
    models.SharedPost: "What such an address shows.",
    models.Submission: "Who asked whom on this site. A post says itself whether it was approved, and when.",
    models.Verdict: "Who answered on this site.",
    models.Comment: "What people said to each other here, each under their account: it stays where it was said.",
    models.PostRevision: "What a post said before, and who wrote it: it stays where it was written, as the log does.",
    models.RevisionPicture: "A picture as it was in such a version.",
    models.Notice: "What one person was told of.",
    models.Editing: "Who is writing at this moment.",
    models.SummaryMail: "Which mails one person wants.",
    Invitation: "A secret offered to an address.",
    AuditEvent: "Who did what on this site: it stays where it happened.",
    models.CheckDay: "What checks found on this site from day to day. Findings are computed again.",
}
