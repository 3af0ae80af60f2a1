"""The example of docs/api.md, run as it stands there against a running site."""

import os
import re
import subprocess
import sys
import threading

import pytest
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

from calendar_app.models import Post


class Quiet(WSGIRequestHandler):
    """A request handler that does not write a line for each request."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address(transactional_db):
    cache.clear()
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.daemon_threads = True
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_script_of_the_documentation_does_what_it_says(address, program_of, alice, bakery, repository):
    page = (repository / "docs" / "api.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert script.count("\n") <= 40
    environment = os.environ | {"SITE": address, "TOKEN": program_of(alice).secret, "WORKSPACE": bakery.slug}
    ran = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("planned: Croissants 2026-06-10T07:00:00+00:00\nversion: 2\n")
    assert Post._base_manager.get().text == "Still warm at seven."
