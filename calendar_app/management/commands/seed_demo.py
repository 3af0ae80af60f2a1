"""manage.py seed_demo: the example workspace, on which a newcomer sees what the checker finds."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from calendar_app import asking
from calendar_app.management import demo_bakery as demo
from calendar_app.management import demo_strategy
from calendar_app.models import Channel, Media, Objective, Pillar, Post, Strategy, StrategySection, TeamMember
from personas.models import Persona, PersonaPlatform, Platform
from smplanner.workspaces import audit
from smplanner.workspaces.models import Membership, User, Workspace
from smplanner.workspaces.roles import Role


class Command(BaseCommand):
    help = "Make the example workspace, a bakery in Martinique, for one person; a second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--owner", metavar="EMAIL", help="who administers it; without it, the site's first administrator"
        )
        parser.add_argument(
            "--today", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day around which its posts are planned"
        )
        parser.add_argument("--remove", action="store_true", help="throw the owner's example away, with all it holds")

    def handle(self, *args: Any, **options: Any) -> None:
        self.quiet = options["verbosity"] == 0
        owner = self.owner(options["owner"])
        mine = Workspace.objects.filter(is_demo=True, memberships__user=owner, memberships__role=Role.ADMIN)
        if options["remove"]:
            self.remove(mine, owner)
        elif there := mine.first():
            self.say(f"{owner.email} already has the example: /w/{there.slug}/. Nothing was changed.")
        else:
            today = options["today"] or timezone.now().astimezone(ZoneInfo(demo.WORKSPACE["zone"])).date()
            workspace = build(owner, today)
            self.say(f"The example is at /w/{workspace.slug}/, for {owner.email}.")

    def owner(self, email: str | None) -> User:
        people = User.objects.filter(is_active=True).order_by("pk")
        found = people.filter(email=email.strip().lower()) if email else people.filter(is_superuser=True)
        if (person := found.first()) is None:
            raise CommandError(f"No active account has the address {email}." if email else "Say whose: --owner EMAIL.")
        return person

    def remove(self, mine: Any, owner: User) -> None:
        gone = [workspace.name for workspace in mine]
        for workspace in mine:
            workspace.delete()
        self.say(f"Removed: {', '.join(gone)}." if gone else f"{owner.email} has no example. Nothing was changed.")

    def say(self, sentence: str) -> None:
        if not self.quiet:
            self.stdout.write(sentence)


@transaction.atomic
def build(owner: User, today: date) -> Workspace:
    """Make the example for `owner`, planned around `today`. What it holds depends on that day alone."""
    made_at = datetime.combine(today - timedelta(days=120), time(15), UTC)
    workspace = Workspace.objects.create(
        **demo.WORKSPACE, slug=Workspace.free_slug(demo.NAME), is_demo=True, created_at=made_at
    )
    Membership.objects.create(user=owner, workspace=workspace, role=Role.ADMIN)
    with scope(workspace=workspace):
        _Builder(workspace, owner, today).build()
        audit.record(workspace, owner, "created", workspace)
    return workspace


class _Builder:
    """Writes the rows of one example; later ones find those they point at by name."""

    def __init__(self, workspace: Workspace, owner: User, today: date) -> None:
        self.workspace, self.owner, self.today = workspace, owner, today
        self.platforms = {platform.slug: platform for platform in Platform.objects.all()}

    def build(self) -> None:
        self.team = {row["name"]: self._make(TeamMember, row) for row in demo.TEAM}
        self.personas = {row["name"]: self._persona(row) for row in demo.PERSONAS}
        self.channels = {row["platform"]: self._channel(row) for row in demo.CHANNELS}
        self.pillars = {row["name"]: self._make(Pillar, row) for row in demo.PILLARS}
        self._make(Objective, demo.DROPPED_OBJECTIVE, start_on=self._ago(400), due_on=self._ago(150))
        strategy = self._make(Strategy, {"started_on": self._ago(120)})
        for key, text in demo.SECTIONS.items():
            self._make(StrategySection, {"strategy": strategy, "key": key, "text": text})
        demo_strategy.write(
            demo_strategy.Ground(self._make, self.today, self.owner, self.team, self.personas, self.channels)
        )
        for entry in demo.ENTRIES:
            self._post(entry)

    def _make(self, model: Any, *values: dict[str, Any], **more: Any) -> Any:
        fields = {name: value for row in (*values, more) for name, value in row.items()}
        return model.objects.create(workspace=self.workspace, **fields)

    def _ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def _persona(self, row: dict[str, Any]) -> Persona:
        own = {name: value for name, value in row.items() if name not in {"reviewed", "uses"}}
        persona = self._make(Persona, own, last_reviewed_on=self._ago(row["reviewed"]), owner=self.owner)
        for slug, (usage, why) in row["uses"].items():
            self._make(
                PersonaPlatform,
                {"persona": persona, "platform": self.platforms[slug], "usage": usage, "why": why},
                evidence="Demandé au comptoir",
            )
        return persona

    def _channel(self, row: dict[str, Any]) -> Channel:
        named = {"platform", "personas", "responder", "since", "left"}
        own = {name: value for name, value in row.items() if name not in named}
        channel = self._make(
            Channel,
            own,
            platform=self.platforms[row["platform"]],
            responder=self.team.get(row["responder"]),
            since=self._ago(row["since"]),
            left_on=self._ago(row["left"]) if "left" in row else None,
        )
        channel.personas.set([self.personas[name] for name in row["personas"]])
        return channel

    def _post(self, entry: demo.Entry) -> None:
        day = demo.place(*entry.day, self.today) if entry.day else None
        written_at = datetime.combine(min(self._ago(3), day or self.today) - timedelta(days=4), time(16), UTC)
        post = self._make(
            Post,
            {
                name: getattr(entry, name)
                for name in ("title", "text", "status", "intent", "value", "about", "invites_reply")
            },
            channel=self.channels.get(entry.channel),
            local_date=day,
            local_time=entry.clock,
            persona=self.personas.get(entry.persona),
            persona_need=entry.need,
            pillar=self.pillars.get(entry.pillar),
            owner=self.owner,
            created_by=self.owner,
            created_at=written_at,
            changed_at=written_at,
        )
        for position, picture in enumerate(entry.media):
            self._make(
                Media,
                {"post": post, "kind": picture.kind, "label": picture.label, "alt_text": picture.alt},
                position=position,
            )
        if post.status == Post.Status.IN_REVIEW:
            handed_in_at = datetime.combine(self.today, time(8), UTC)
            asking.hand_in([asking.asked(post, self.owner, handed_in_at)], self.owner, handed_in_at)
