"""Rows of the log in words: who did what to which object, and what stood there before and after."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from smplanner.days import date_format
from smplanner.workspaces.models import AuditEvent, User, Workspace
from smplanner.workspaces.owned import OwnedByWorkspace

from .models import Post
from .view_words import span_in_words

Word = str | Promise

# What was done: to `what`, by `who`.
SENTENCES: Mapping[str, Word] = MappingProxyType(
    {
        "created": _("%(who)s made %(what)s."),
        "imported": _("%(who)s brought rows into %(what)s from a file."),
        "counted": _("%(who)s wrote a count down for %(what)s."),
        "measured": _("%(who)s measured %(what)s."),
        "edited": _("%(who)s changed %(what)s."),
        "moved": _("%(who)s moved %(what)s."),
        "postponed": _("%(who)s postponed %(what)s."),
        "cancelled": _("%(who)s cancelled %(what)s."),
        "explained": _("%(who)s said why, about %(what)s."),
        "reverted": _("%(who)s set %(what)s back to an earlier version."),
        "posted": _("%(who)s noted that %(what)s went out."),
        "set rule": _("%(who)s set a rule: %(what)s."),
        "set rules": _("%(who)s set the rules of %(what)s."),
        "done": _("%(who)s got %(what)s done."),
        "submitted": _("%(who)s handed in %(what)s to be approved."),
        "withdrawn": _("%(who)s withdrew %(what)s, which was handed in."),
        "read": _("%(who)s read %(what)s and said yes, as the first of two."),
        "approved": _("%(who)s approved %(what)s."),
        "sent_back": _("%(who)s sent %(what)s back."),
        "lapsed": _("Nobody answered in time: %(what)s is a draft again."),
        "commented": _("%(who)s commented on %(what)s."),
        "comment_edited": _("%(who)s changed a comment on %(what)s."),
        "comment_removed": _("%(who)s removed a comment on %(what)s."),
        "comment_resolved": _("%(who)s closed the comments on %(what)s."),
        "comment_reopened": _("%(who)s opened the comments on %(what)s again."),
        "adopted": _("%(who)s adopted %(what)s."),
        "paused": _("%(who)s paused %(what)s."),
        "resumed": _("%(who)s took up %(what)s again."),
        "trial_begun": _("%(who)s began to try %(what)s."),
        "trial_ended": _("%(who)s ended the trial of %(what)s."),
        "closed": _("%(who)s closed %(what)s."),
        "reopened": _("%(who)s reopened %(what)s."),
        "activated": _("%(who)s took %(what)s into the plan."),
        "archived": _("%(who)s archived %(what)s."),
        "reviewed": _("%(who)s went through %(what)s again."),
        "unreviewed": _("%(who)s took back that %(what)s was gone through."),
        "set aside": _("%(who)s set a finding aside: %(what)s."),
        "renewed": _("%(who)s renewed %(what)s."),
        "took back": _("%(who)s took back %(what)s."),
        "trashed": _("%(who)s threw away %(what)s."),
        "removed": _("%(who)s removed %(what)s."),
        "deleted": _("%(who)s removed %(what)s."),
        "purged": _("%(who)s removed %(what)s from the trash for good."),
        "restored": _("%(who)s took back %(what)s."),
        "undone": _("%(who)s undid a change of %(what)s."),
        "invited": _("%(who)s invited somebody: %(what)s."),
        "invitation-revoked": _("%(who)s withdrew %(what)s."),
        "joined": _("%(who)s joined: %(what)s."),
        "left": _("%(who)s left %(what)s."),
        "role-changed": _("%(who)s changed a role: %(what)s."),
        "rotated": _("%(who)s gave a new address to this: %(what)s."),
        "revoked": _("%(who)s ended %(what)s."),
        "subscribed": _("%(who)s asked for %(what)s."),
        "unsubscribed": _("%(who)s wants no more of this: %(what)s."),
        "exported": _("%(who)s took a file out of %(what)s."),
    }
)
# What nobody did, but the clock.
BY_THE_CLOCK: Mapping[str, Word] = MappingProxyType(
    {
        "approved": _("Nobody objected in time: %(what)s counts as approved."),
        "purged": _("After thirty days in the trash, %(what)s is removed for good."),
    }
)
# How a sentence calls what it is about.
KINDS: Mapping[str, Word] = MappingProxyType(
    {
        "post": _("the post"),
        "persona": _("the persona"),
        "channel": _("the channel"),
        "objective": _("the objective"),
        "pillar": _("the pillar"),
        "campaign": _("the campaign"),
        "closure": _("the closed days"),
        "keydate": _("the key date"),
        "schoolbreak": _("the school holidays"),
        "daynote": _("the note"),
        "series": _("the series"),
        "posttemplate": _("the template"),
        "strategy": _("the strategy"),
        "teammember": _("the colleague"),
        "absence": _("the absence"),
        "budgetline": _("the budget line"),
        "partner": _("the partner"),
        "advocate": _("the advocate"),
        "readiness": _("the readiness questions"),
        "readinessaction": _("the action"),
        "brandvoice": _("the voice"),
        "responsepolicy": _("the rules of answering"),
        "responsecase": _("the case"),
        "procedure": _("the procedure"),
        "criticismlog": _("the criticism"),
        "listeningplan": _("the listening plan"),
        "insight": _("what was heard"),
        "reviewlog": _("the review"),
        "weekreview": _("the week"),
        "waiver": _("the exception"),
        "rulesetting": _("the rule"),
        "savedview": _("the saved view"),
        "feed": _("the calendar subscription"),
        "guestlink": _("the link for outsiders"),
        "summarymail": _("the summary by mail"),
        "membership": _("the seat"),
        "invitation": _("the invitation"),
        "apitoken": _("the API token"),
        "workspace": _("the workspace"),
    }
)
# What the log names that is no field of the object.
NAMES: Mapping[str, Word] = MappingProxyType(
    {
        "media": _("pictures and videos"),
        "comment": _("comment"),
        "shared_comment": _("comment that outsiders read"),
        "thread": _("comment"),
        "platforms": _("platforms"),
        "note": _("note"),
        "trial": _("trial"),
        "lesson": _("lesson"),
        "measure": _("measure"),
        "audience": _("count of followers"),
        "on": _("day"),
        "reason": _("reason"),
        "posts": _("posts"),
        "first": _("first post"),
        "copy_of": _("copied from"),
        "keydates": _("key dates"),
        "ideas": _("ideas"),
        "dates": _("dates"),
        "address": _("address"),
        "slots": _("slots"),
        "rows": _("rows"),
        "sections": _("sections"),
    }
)
# Where an object of a kind is looked at: the name of its address, and what the address calls its number.
PAGES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "post": ("post", "post_id"),
        "persona": ("persona", "persona_id"),
        "channel": ("channel", "channel_id"),
        "objective": ("objective", "objective_id"),
        "pillar": ("pillar", "pillar_id"),
        "campaign": ("campaign", "campaign_id"),
        "keydate": ("key-date", "key_date_id"),
        "schoolbreak": ("school-break", "school_break_id"),
        "daynote": ("day-note", "day_note_id"),
        "closure": ("closure", "closure_id"),
        "series": ("series", "series_id"),
        "posttemplate": ("post-template", "post_template_id"),
        "teammember": ("team-member", "team_member_id"),
        "absence": ("absence", "absence_id"),
        "budgetline": ("budget-line", "budget_line_id"),
        "partner": ("partner", "partner_id"),
        "advocate": ("advocate", "advocate_id"),
        "insight": ("insight", "insight_id"),
        "reviewlog": ("review", "review_id"),
        "readinessaction": ("readiness-action", "readiness_action_id"),
        "criticismlog": ("criticism-entry", "criticism_id"),
    }
)
SHOWN = 40  # words of a long value


@dataclass(frozen=True, slots=True)
class Change:
    """One field in words, before and after."""

    label: str
    before: str
    after: str


def sentence(event: AuditEvent) -> str:
    """What happened, as one sentence."""
    words = SENTENCES
    if event.actor_id is None and not event.guest and event.verb in BY_THE_CLOCK:
        words = BY_THE_CLOCK
    said = str(words.get(event.verb, _("%(who)s: %(what)s."))) % {"who": who(event), "what": what(event)}
    return said[:1].upper() + said[1:]


def who(event: AuditEvent) -> str:
    """Who did it. Somebody without a name is one who is no longer here, or a command on the server."""
    if event.actor:
        return str(event.actor)
    if event.guest and (link := getattr(event, "link_name", None)):
        return now_("%(name)s, by the link “%(link)s”") % {"name": event.guest, "link": link}
    if event.guest:
        return now_("%(name)s (guest)") % {"name": event.guest}
    return now_("somebody without a name")


def what(event: AuditEvent) -> str:
    kind = str(KINDS.get(event.target_kind, event.target_kind))
    if not event.target_label:
        return kind
    return now_("%(kind)s “%(name)s”") % {"kind": kind, "name": _called(event)}


def _called(event: AuditEvent) -> str:
    """What something was called; a week that was reviewed, by its days."""
    monday = parse_date(event.target_label) if event.target_kind == "weekreview" else None
    return span_in_words(monday, monday + timedelta(days=6)) if monday else event.target_label


def kind_name(kind: str) -> str:
    """How a kind of object is called in a list to choose from."""
    model = _models().get(kind)
    name = str(model._meta.verbose_name) if model else kind
    return name[:1].upper() + name[1:]


@cache
def _models() -> Mapping[str, type[models.Model]]:
    found = [one for one in apps.get_models() if issubclass(one, OwnedByWorkspace)]
    ours = [*found, Workspace, *(apps.get_model("workspaces", name) for name in ("membership", "apitoken"))]
    return {one._meta.model_name: one for one in ours}


class Meant:
    """What rows of the log point at: names, one query for each kind of row; and which objects are still there."""

    def __init__(self, workspace: Workspace, events: Sequence[AuditEvent]) -> None:
        wanted: dict[type[models.Model], set[int]] = defaultdict(set)
        for event in events:
            for name, pair in pairs(event):
                related = _related(event.target_kind, name)
                if related:
                    wanted[related] |= set(_numbers(pair))
        self._names = {
            model: {row.pk: str(row) for row in _rows(model, workspace).filter(pk__in=numbers)}
            for model, numbers in wanted.items()
            if numbers
        }
        self.slug = workspace.slug
        self._there: dict[str, set[int]] = {}
        for kind in {event.target_kind for event in events} & PAGES.keys():
            numbers = {event.target_id for event in events if event.target_kind == kind}
            rows = _models()[kind].objects.filter(pk__in=numbers)
            self._there[kind] = set(rows.order_by().values_list("pk", flat=True))

    def page(self, event: AuditEvent) -> str:
        """Where the object of `event` is looked at; empty when it is gone, or has no page of its own."""
        if event.target_id not in self._there.get(event.target_kind, ()):
            return ""
        name, number = PAGES[event.target_kind]
        return reverse(name, kwargs={"slug": self.slug, number: event.target_id})

    def changes(self, event: AuditEvent) -> list[Change]:
        """What `event` changed, field by field, in words."""
        return [
            Change(_label(event.target_kind, name), *(self._said(event.target_kind, name, value) for value in pair))
            for name, pair in pairs(event)
        ]

    def _said(self, kind: str, name: str, value: Any) -> str:
        return Truncator(self._whole(kind, name, value)).words(SHOWN)

    def _whole(self, kind: str, name: str, value: Any) -> str:
        if value in (None, "", [], {}) or isinstance(value, bool):
            return _plain(value)
        if isinstance(value, Mapping):
            return ", ".join(filter(None, (_told(kind, key, item) for key, item in value.items())))
        if (related := _related(kind, name)) and (numbers := list(_numbers([value]))):
            known = self._names.get(related, {})
            return ", ".join(known.get(number, now_("something that is no longer there")) for number in numbers)
        if isinstance(value, list):
            return "; ".join(filter(None, (self._whole(kind, name, item) for item in value)))
        field = _field(kind, name)
        chosen = dict(field.flatchoices).get(value) if field is not None and field.choices else None
        return str(chosen) if chosen else _plain(value)


def page_of_post(slug: str, post: Post) -> str:
    """Where `post` is looked at: in the trash, only its history can be."""
    return reverse("post-history" if post.deleted_at else "post", args=[slug, post.pk])


def pairs(event: AuditEvent) -> Iterator[tuple[str, list[Any]]]:
    """The fields of a row with their values before and after, and nothing else that may have been noted there."""
    diff = event.diff if isinstance(event.diff, dict) else {}
    return ((name, pair) for name, pair in diff.items() if isinstance(pair, list) and len(pair) == 2)


def _told(kind: str, key: str, value: Any) -> str:
    if key in {"id", "DELETE"} or value in (None, "", [], {}):
        return ""
    return f"{_label(kind, key)}: {_plain(value)}"


def _plain(value: Any) -> str:
    """A value of no field that is known, in words."""
    if isinstance(value, bool):
        return now_("yes") if value else now_("no")
    try:
        is_day = isinstance(value, str) and len(value) == len("2026-06-10")
        return date_format(date.fromisoformat(value), "DATE_FORMAT") if is_day else str(value or now_("nothing"))
    except ValueError:
        return str(value)


def _numbers(pair: Iterable[Any]) -> Iterator[int]:
    for value in pair:
        if isinstance(value, list):
            yield from _numbers(value)
        elif isinstance(value, int) and not isinstance(value, bool):
            yield value


def _field(kind: str, name: str) -> Any:
    try:
        return _models()[kind]._meta.get_field(name)
    except (KeyError, FieldDoesNotExist):
        return None


def _related(kind: str, name: str) -> type[models.Model] | None:
    field = _field(kind, name)
    return field.related_model if field is not None and (field.many_to_one or field.many_to_many) else None


def _rows(model: type[models.Model], workspace: Workspace) -> models.QuerySet:
    if model is User:
        return User.objects.filter(memberships__workspace=workspace)
    rows = model._base_manager.all()
    if issubclass(model, OwnedByWorkspace):
        rows = rows.filter(workspace=workspace)
    names = {field.name for field in model._meta.fields}
    return rows.select_related("platform") if "platform" in names else rows


def _label(kind: str, name: str) -> str:
    field = _field(kind, name)
    label = str(getattr(field, "verbose_name", "") or NAMES.get(name, name.replace("_", " ")))
    return label[:1].upper() + label[1:]
