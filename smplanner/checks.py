"""System checks of this site's own settings, with what to do about each. `manage.py check --deploy` runs them all."""

import sqlite3
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Info, Tags, register
from django.http.request import validate_host

from smplanner.loopback import is_loopback

# Two connections that write and checkpoint at the same moment could corrupt the file before this version.
SAFE_SQLITE = (3, 51, 3)


@register(Tags.security)
def check_hosts(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The Host header must be one of ours, because caches and links could be poisoned by another."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [Error("ALLOWED_HOSTS accepts any host.", hint="Name the hosts, separated by commas.", id="smplanner.E001")]


@register(Tags.security, deploy=True)
def check_address(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Passwords and secret calendar addresses travel in the clear over plain HTTP."""
    site = urlsplit(settings.SITE_URL)
    if site.scheme == "https" or is_loopback(site.hostname or ""):
        return []
    return [
        checks.Warning(
            f"SITE_URL is {settings.SITE_URL}: passwords and secret addresses travel unencrypted.",
            hint="Put an HTTPS proxy in front and set SITE_URL=https://…",
            id="smplanner.W001",
        )
    ]


@register(Tags.security, deploy=True)
def check_host_of_address(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The links that the site sends must lead to a host that it answers."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    if validate_host(host, settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            f"SITE_URL leads to {host}, which ALLOWED_HOSTS does not accept.",
            hint=f"Add {host} to ALLOWED_HOSTS, or leave ALLOWED_HOSTS out.",
            id="smplanner.E002",
        )
    ]


@register(Tags.security, deploy=True)
def check_proxies(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """An HTTPS site runs behind a proxy; unless that is counted, everybody shares the proxy's address."""
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT < 0:
        return [Error("TRUSTED_PROXY_COUNT is negative.", hint="0 means no proxy in front.", id="smplanner.E003")]
    if settings.HTTPS and settings.ALLAUTH_TRUSTED_PROXY_COUNT == 0:
        return [
            Info(
                "SITE_URL is https, and no proxy is trusted: every request would be redirected to HTTPS for ever, and "
                "limits on sign-in attempts would count all visitors as one.",
                hint="Set TRUSTED_PROXY_COUNT=1 when one proxy stands in front and sets X-Forwarded-For and -Proto.",
                id="smplanner.I001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_sqlite(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """SQLite before 3.51.3 has a rare fault in its write-ahead log."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] != "django.db.backends.sqlite3" or sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return []
    return [
        Info(
            f"SQLite {sqlite3.sqlite_version} may, rarely, damage its file when two processes write at once.",
            hint="Serve with one process (manage.py serve does), keep backups, or move to SQLite 3.51.3 or PostgreSQL.",
            id="smplanner.I002",
        )
    ]
