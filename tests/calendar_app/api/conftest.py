"""Programs that hold a token."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse

from smplanner.workspaces import tokens
from smplanner.workspaces.models import ApiToken, User
from tests.conftest import SiteClient
from tests.isolation.world import World, build_world

ROOT = "/api/v1"
EVERYTHING = ("read", "write", "plan")


class Program:
    """What a script would do: a token in a header, JSON both ways, no cookie kept."""

    def __init__(self, secret: str, **headers: str) -> None:
        self.secret, self.headers = secret, headers

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """Call `path` below /api/v1; `headers` with underlines for hyphens."""
        sent = {name.replace("_", "-"): value for name, value in {**self.headers, **headers}.items()}
        if self.secret:
            sent.setdefault("Authorization", f"Bearer {self.secret}")
        data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return SiteClient().generic(method, path if path.startswith("/api") else ROOT + path, headers=sent, **data)

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> HttpResponse:
        return self.ask("POST", path, body, **headers)

    def patch(self, path: str, body: Any, etag: str | None = None) -> HttpResponse:
        """Change what stands at `path`, as it stands now unless another `etag` is given."""
        return self.ask("PATCH", path, body, If_Match=etag or self.get(path)["ETag"])

    def delete(self, path: str, etag: str | None = None) -> HttpResponse:
        return self.ask("DELETE", path, If_Match=etag or self.get(path)["ETag"])


@pytest.fixture(autouse=True)
def nobody_has_asked_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def program_of() -> Callable[..., Program]:
    """`program_of(alice)` holds a token of Alice with every scope; `token` is kept on it."""

    def make(user: User, *scopes: str, headers: dict[str, str] | None = None, **fields: Any) -> Program:
        token = ApiToken(name="Script", scopes=list(scopes or EVERYTHING), **fields)
        program = Program(tokens.make(token, user), **(headers or {"Accept-Language": "en"}))
        program.token = token
        return program

    return make


@pytest.fixture
def world(db: None) -> World:
    """Two workspaces with a row of every kind in each."""
    return build_world()
