"""A real Chromium in front of the real site: what its console, its network or its CSP complains of fails the test."""

import io
import logging
import os
import threading
from collections.abc import Callable, Iterator
from typing import ClassVar

import pytest
from django.conf import settings as site_settings
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.signals import setting_changed
from django.db import connection
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

from smplanner.workspaces.models import User
from tests.conftest import SiteClient
from tests.factories import PASSWORD
from tests.journeys.waiting import PATIENCE
from tests.loose_secrets import secrets_in
from tests.provision import chromium

# Chromium's sandbox needs rights that root and most containers lack; the rest keeps it from calling its makers.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A window's own buttons are pages too, each with a process that works at every navigation; nobody sees them here.
    # The rest of the list is Playwright's own, which this one replaces.
    (
        "--disable-features=InitialWebUI,WebUIBackForwardButton,WebUIHomeButton,WebUILocationBar,WebUIOmniboxFullPopup,"
        "WebUIOmniboxPopup,WebUIReloadButton,WebUISplitTabsButton,WebUITabStrip,WebUIToolbar,PreloadTopChromeWebUI,"
        "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsFirstBalancedModeAutoEnable,HttpsUpgrades,"
        "LensOverlay,MediaRouter,NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,PreconnectToSearch,"
        "ThirdPartyStoragePartitioning"
    ),
]
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session", autouse=True)
def log() -> Iterator[io.StringIO]:
    """All that the site writes into its log during the journeys of this process: it gives no secret away."""
    written, taps = io.StringIO(), []
    for logger in map(logging.getLogger, ("", "django", "smplanner")):
        for handler in [one for one in logger.handlers if one.get_name() == "console"]:
            tap = logging.StreamHandler(written)
            tap.setFormatter(handler.formatter)
            for each in handler.filters:
                tap.addFilter(each)
            logger.addHandler(tap)
            taps.append((logger, tap))
    yield written
    for logger, tap in taps:
        logger.removeHandler(tap)
    assert secrets_in(written.getvalue()) == []


class Site:
    """The site as a server calls it. Its middleware is loaded once, and again after a setting changed."""

    _loaded: ClassVar[list[WSGIHandler]] = []

    @classmethod
    def loaded(cls) -> WSGIHandler:
        if not cls._loaded:
            cls._loaded.append(WSGIHandler())
        return cls._loaded[0]

    @classmethod
    def forget(cls, **_: object) -> None:
        cls._loaded.clear()


setting_changed.connect(Site.forget)


class Quiet(WSGIRequestHandler):
    """A request handler that does not write a line for each request."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """One Chromium for the whole run."""
    starting_rows = connection._test_serialized_contents
    # Playwright's own event loop runs in this thread, which makes Django suspect asynchronous code around the ORM.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        # Inside that loop Django opens another connection, which must know, too, what to put back after each test.
        connection._test_serialized_contents = starting_rows
        browser = playwright.chromium.launch(executable_path=chromium(), headless=True, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def address(transactional_db: None) -> Iterator[str]:
    """The site's address, served by threads of this process: every middleware, static files by WhiteNoise."""
    cache.clear()  # its table is no model's, so the emptying after a test passes it by
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.daemon_threads = True
    server.set_app(Site.loaded())
    # How often it asks itself whether to stop, in seconds: each test waits for that once.
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of in this test; a test that provokes a complaint on purpose clears the list."""
    return []


@pytest.fixture
def make_context(browser: Browser, address: str, complaints: list[str]) -> Iterator[Callable[..., BrowserContext]]:
    """Open another browser window with options of Playwright's `new_context`; its complaints count too."""
    contexts: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        context = browser.new_context(
            **{
                "base_url": address,
                "locale": "fr-FR",
                "timezone_id": "Europe/Paris",
                "viewport": {"width": 1440, "height": 900},
                "reduced_motion": "reduce",
                **options,
            }
        )
        context.set_default_timeout(PATIENCE)
        context.set_default_navigation_timeout(3 * PATIENCE)  # the first page of all reads every template
        listen(context, complaints)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def listen(context: BrowserContext, complaints: list[str]) -> None:
    """Write down console errors and warnings, uncaught exceptions, failed requests and answers of 400 and above."""

    def console(message: ConsoleMessage) -> None:
        # A CSP violation is a console error. That a resource failed is told by `answered`, with its address.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            complaints.append(f"console: {message.text}")

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page that was left before everything had come
            complaints.append(f"failed: {request.method} {request.url} {request.failure}")

    def answered(response: Response) -> None:
        if response.status >= 400:
            complaints.append(f"{response.status}: {response.request.method} {response.url}")

    context.on("console", console)
    context.on("weberror", lambda error: complaints.append(f"exception: {error.error}"))
    context.on("requestfailed", failed)
    context.on("response", answered)


@pytest.fixture
def page(make_context: Callable[..., BrowserContext]) -> Page:
    """A page in French, in Paris, 1440 wide; addresses are relative to the site's."""
    return make_context().new_page()


@pytest.fixture
def sign_in(address: str) -> Callable[[Page, User], None]:
    """`sign_in(page, alice)` opens the home page in a browser in which she has just signed in."""

    def with_a_session(page: Page, user: User) -> None:
        client = SiteClient()
        client.force_login(user, backend=site_settings.AUTHENTICATION_BACKENDS[0])
        page.context.add_cookies(
            [
                {
                    "name": site_settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[site_settings.SESSION_COOKIE_NAME].value,
                    "url": address,
                    "httpOnly": True,
                    "sameSite": "Lax",
                }
            ]
        )
        page.goto("/")

    return with_a_session


@pytest.fixture
def through_the_form(address: str) -> Callable[[Page, User], None]:
    """`through_the_form(page, alice)` fills in the sign-in form as she would."""

    def sign_in(page: Page, user: User, password: str = PASSWORD) -> None:
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(user.email)
        page.locator("input[name=password]").fill(password)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/accounts/login" not in url)

    return sign_in
