"""What axe and a ruler find on the screens, in both themes, on a desk and on a phone."""

from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_scopes import scope
from playwright.sync_api import Page, expect

from calendar_app import guests, talk, workflow
from calendar_app.models import Channel, GuestLink, Objective, Post
from personas.models import Persona
from smplanner.workspaces.models import User, Workspace
from smplanner.workspaces.roles import Role
from tests.factories import make_invitation, make_membership, make_user

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# What a theme can change: it is a matter of colours alone.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
WIDTHS = {1440: 900, 390: 844}

SCREENS = {
    "month": "calendar/?view=month",
    "list": "calendar/?view=list",
    "new post": "posts/new/",
    "post": "posts/{post}/",
    "move": "posts/{post}/move/",
    "to do": "todo/",
    "weekly review": "weekly/",
    "check": "check/",
    "personas": "personas/",
    "new persona": "personas/new/",
    "strategy": "strategy/",
    "written strategy": "strategy/text/",
    "channel": "strategy/channels/new/",
    "listening": "strategy/listening/",
    "feeds": "feeds/",
    "members": "members/",
    "settings": "settings/",
}
# The rest of the strategy: light on a desk, dark on a phone, because together they are many.
STRATEGY = {
    "document": "strategy/document/",
    "readiness": "strategy/readiness/",
    "action": "strategy/readiness/actions/new/",
    "voice": "strategy/voice/",
    "answering": "strategy/answering/",
    "procedures": "strategy/procedures/",
    "criticism": "strategy/criticism/",
    "means": "strategy/means/",
    "partners": "strategy/partners/",
    "new partner": "strategy/partners/new/",
    "community": "strategy/community/",
    "count": "strategy/community/count/",
    "listening form": "strategy/listening/edit/",
    "heard": "strategy/listening/heard/",
    "reviews": "strategy/reviews/",
    "review": "strategy/reviews/new/",
    "channels": "strategy/channels/",
    "who is where": "strategy/channels/fit/",
    "a channel": "strategy/channels/{channel}/",
    "slots": "strategy/channels/{channel}/slots/",
    "trial": "strategy/channels/{channel}/trial/",
    "leaving": "strategy/channels/{channel}/leave/",
    "objectives": "strategy/objectives/",
    "an objective": "strategy/objectives/{objective}/",
    "objective form": "strategy/objectives/{objective}/edit/",
    "a persona": "personas/{persona}/",
    "persona form": "personas/{persona}/edit/",
    "rhythm": "welcome/platforms/",
    "themes": "welcome/themes/",
    "subscribing": "feeds/help/",
}
# Where a team reviews, talks, shares and looks back, and where one's own sign-in is looked after.
TEAM = {
    "queue": "review/",
    "in review": "review/{asked}/",
    "talk": "posts/{asked}/",
    "hand in": "posts/{draft}/submit/",
    "reopen": "posts/{approved}/reopen/",
    "history": "posts/{draft}/history/",
    "versions": "posts/{draft}/revisions/",
    "postpone": "posts/{draft}/postpone/",
    "cancel": "posts/{draft}/cancel/",
    "trash": "posts/trash/",
    "purge": "posts/{thrown}/purge/",
    "empty the trash": "posts/trash/empty/",
    "log": "log/",
    "notices": "notices/",
    "summaries": "summaries/",
    "summary": "summaries/look/",
    "links": "share/",
    "new link": "share/new/",
    "a link": "share/{link}/edit/",
    "mails": "settings/mails/",
}
OWN = {
    "own mails": "/profile/mails/",
    "sessions": "/profile/sessions/",
    "tokens": "/profile/tokens/",
    "second factors": "/accounts/2fa/",
    "addresses": "/accounts/email/",
    "password": "/accounts/password/change/",
}
PAGES = {"help": "/help/", "shortcuts": "/shortcuts/", "rules": "/rules/", "profile": "/profile/"}


def violations(page: Page, rules: dict[str, object] = RULES) -> list[str]:
    """What axe has against the page: rule and place."""
    page.evaluate(ALL_LAID_OUT)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE + ";0")  # evaluated from outside, which the page's CSP does not forbid
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})", rules
    )  # no rule of these reads what it would fetch beforehand
    return [f"{one['id']}: {node['target']}" for one in found["violations"] for node in one["nodes"]]


# Colours pass over into each other, be it in a moment; what has not come to rest is neither light nor dark.
AT_REST = """() => new Promise(rest => requestAnimationFrame(() => requestAnimationFrame(
    () => Promise.allSettled(document.getAnimations().map(one => one.finished)).then(() => rest(null))
)))"""


# What a phone lays out when it comes near keeps its former colours until then: all of it is looked at here.
ALL_LAID_OUT = """() => document.querySelectorAll(".column .posts > li").forEach(
    one => one.style.contentVisibility = "visible"
)"""


# Forced colours take gradients away from all that does not refuse it: whether `sign` is drawn, and refuses it.
DRAWN = """sign => { const node = document.querySelector(sign);
    return [getComputedStyle(node), getComputedStyle(node, "::before")].some(
        style => style.forcedColorAdjust === "none" && style.backgroundImage + style.backgroundColor !== "nonergba(0, 0, 0, 0)")
}"""


def in_theme(page: Page, theme: str) -> None:
    """Show the page in this theme, until its colours rest."""
    page.emulate_media(color_scheme=theme)
    page.evaluate(AT_REST)


def at_width(page: Page, width: int) -> list[str]:
    """Show the page this wide; what is wrong with that. No script or address of ours asks for a width: CSS does."""
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page.evaluate(AT_REST)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"scrolls sideways by {wide} px"] if wide > 0 else []


def opened(page: Page, address: str) -> None:
    """Open the page at `address`, light and on a desk."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(address)
    assert urlsplit(page.url).path == urlsplit(address).path, f"{address} led to {page.url}"
    page.evaluate("document.fonts.ready")


def faults(page: Page, address: str) -> list[str]:
    """What is wrong with the page at `address` at both widths: all of it when light, and its colours when dark."""
    opened(page, address)
    found = []
    for width in WIDTHS:
        found += [f"{width}: {one}" for one in [*at_width(page, width), *violations(page)]]
        in_theme(page, "dark")
        found += [f"{width}, dark: {one}" for one in violations(page, COLOURS)]
        in_theme(page, "light")
    return found


def faults_in_turn(page: Page, address: str) -> list[str]:
    """What is wrong with the page at `address`, light on a desk and dark on a phone."""
    opened(page, address)
    found = [f"1440: {one}" for one in [*at_width(page, 1440), *violations(page)]]
    in_theme(page, "dark")
    return found + [f"390, dark: {one}" for one in [*at_width(page, 390), *violations(page)]]


@pytest.fixture
def bakery(address: str) -> Workspace:
    """The example, which Nadège looks after."""
    nadege = make_user("nadege@example.org")
    call_command("seed_demo", owner=nadege.email, verbosity=0)
    return Workspace.objects.get(is_demo=True)


@dataclass
class Team:
    """What a team left in the example: numbers of rows by what they are, and addresses for people without account."""

    rows: dict[str, int]
    outside: dict[str, str]


@pytest.fixture
def team(bakery: Workspace) -> Team:
    """A post that is talked about, one with versions, one thrown away, and a link for a client."""
    nadege, now = User.objects.get(email="nadege@example.org"), timezone.now()
    sonia = make_user("sonia@example.org", name="Sonia")
    make_membership(sonia, bakery, Role.APPROVER)
    with scope(workspace=bakery):
        asked = Post.objects.filter(status=Post.Status.IN_REVIEW).earliest("pk")
        approved = Post.objects.filter(status=Post.Status.APPROVED).earliest("pk")
        draft, thrown = Post.objects.filter(status__in=["planned", "draft"]).exclude(text="").order_by("pk")[:2]
        said = talk.say(asked, sonia, "@Nadege, which oven?", now)
        talk.say(asked, nadege, "The big one.", now, reply_to=said)
        link = GuestLink(workspace=bakery, name="Town hall", expires_at=now + timedelta(days=9))
        token = guests.start(link, [asked, approved], nadege)
        talk.say(asked, None, "May we see the street?", now, is_shared=True, guest="Claire", link=link)
        for text in ("Flour, water, salt.", "Flour, water, salt and time."):
            draft.text = text
            draft = workflow.edit(draft, draft.version, ["text"], nadege, now)
        workflow.trash(thrown, nadege, now)
    rows = {"asked": asked.pk, "approved": approved.pk, "draft": draft.pk, "thrown": thrown.pk, "link": link.pk}
    invitation = make_invitation(bakery, "emma@example.org", by=nadege)
    outside = {
        "shared": f"/g/{token}/",
        "a shared post": f"/g/{token}/posts/{asked.pk}/",
        "invitation": f"/invitations/{invitation.token}/",
        "forgotten password": "/accounts/password/reset/",
    }
    return Team(rows, outside)


def addresses(bakery: Workspace, screens: dict[str, str], **more: int) -> dict[str, str]:
    """Where the example's screens are, by name."""
    with scope(workspace=bakery):
        rows = more | {
            "post": Post.objects.exclude(text="").latest("publish_at").pk,
            "channel": Channel.objects.get(platform__slug="tiktok").pk,
            "objective": Objective.objects.latest("pk").pk,
            "persona": Persona.objects.earliest("pk").pk,
        }
    return {name: f"/w/{bakery.slug}/{path.format(**rows)}" for name, path in screens.items()}


def test_no_screen_has_a_fault(page, sign_in, bakery):
    found = {"sign-in": faults(page, "/accounts/login/")}
    sign_in(page, User.objects.get(email="nadege@example.org"))
    for name, path in {**addresses(bakery, SCREENS), **PAGES}.items():
        found[name] = faults(page, path)
    assert {name: some for name, some in found.items() if some} == {}


def test_what_is_drawn_by_gradients_is_seen_in_forced_colours(page, sign_in, bakery):
    sign_in(page, User.objects.get(email="nadege@example.org"))
    page.emulate_media(forced_colors="active")
    page.locator(".cal-views").get_by_role("link", name="Mois", exact=True).click()
    expect(page.locator(".grid-week .week-load").first).to_be_attached()
    drawn = {sign: page.evaluate(DRAWN, sign) for sign in (".day-plus", ".chip-more", ".week-load")}
    page.locator(".cal-views").get_by_role("link", name="Semaine", exact=True).click()
    drawn |= {sign: page.evaluate(DRAWN, sign) for sign in (".day-load",)}
    assert {sign: found for sign, found in drawn.items() if not found} == {}


def test_no_screen_of_the_strategy_has_a_fault(page, sign_in, bakery):
    sign_in(page, User.objects.get(email="nadege@example.org"))
    found = {name: faults_in_turn(page, path) for name, path in addresses(bakery, STRATEGY).items()}
    assert {name: some for name, some in found.items() if some} == {}


def test_no_screen_of_a_team_has_a_fault(page, make_context, sign_in, bakery, team):
    stranger = make_context().new_page()
    found = {name: faults_in_turn(stranger, path) for name, path in team.outside.items()}
    sign_in(page, User.objects.get(email="nadege@example.org"))
    for name, path in {**addresses(bakery, TEAM, **team.rows), **OWN}.items():
        found[name] = faults_in_turn(page, path)
    assert {name: some for name, some in found.items() if some} == {}
