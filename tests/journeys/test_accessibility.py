"""What axe and a ruler find on the screens, in both themes, on a desk and on a phone."""

from importlib.resources import files

import pytest
from django.core.management import call_command
from django_scopes import scope
from playwright.sync_api import Page

from calendar_app.models import Post
from smplanner.workspaces.models import User, Workspace
from tests.factories import make_user

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = {1440: 900, 390: 844}

SCREENS = {
    "month": "calendar/?view=month",
    "list": "calendar/?view=list",
    "new post": "posts/new/",
    "post": "posts/{post}/",
    "move": "posts/{post}/move/",
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
PAGES = {"help": "/help/", "shortcuts": "/shortcuts/", "rules": "/rules/", "profile": "/profile/"}


def violations(page: Page) -> list[str]:
    """What axe has against the page: rule and place."""
    page.evaluate(AXE + ";0")  # evaluated from outside, which the page's CSP does not forbid
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", RULES
    )
    return [f"{one['id']}: {node['target']}" for one in found["violations"] for node in one["nodes"]]


def faults(page: Page, address: str) -> list[str]:
    """Violations of the page at `address`, and sideways scrolling."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*violations(page), *([f"scrolls sideways by {wide} px"] if wide > 0 else [])]


@pytest.fixture
def addresses(address: str) -> dict[str, str]:
    """The screens of the example, by name."""
    nadege = make_user("nadege@example.org")
    call_command("seed_demo", owner=nadege.email, verbosity=0)
    bakery = Workspace.objects.get(is_demo=True)
    with scope(workspace=bakery):
        post = Post.objects.exclude(text="").latest("publish_at")
    screens = {name: f"/w/{bakery.slug}/{path.format(post=post.pk)}" for name, path in SCREENS.items()}
    return {**screens, **PAGES}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_screen_has_a_fault(make_context, sign_in, addresses, theme, width):
    page = make_context(color_scheme=theme, viewport={"width": width, "height": WIDTHS[width]}).new_page()
    found = {"sign-in": faults(page, "/accounts/login/")}
    sign_in(page, User.objects.get(email="nadege@example.org"))
    found |= {name: faults(page, path) for name, path in addresses.items()}
    assert {name: some for name, some in found.items() if some} == {}
