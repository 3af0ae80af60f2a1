"""From the home page to the settings: a workspace out as a file, and in again as another; files that are refused."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from smplanner.workspaces.models import User, Workspace
from tests.factories import make_channel, make_persona, make_post

MEGABYTE = 1024 * 1024


@pytest.fixture
def settings_page(
    page: Page, sign_in: Callable[[Page, User], None], alice: User, bakery: Workspace, today: date
) -> Page:
    alice.language = "en"
    alice.save()
    ines = make_persona(bakery, name="Inès")
    make_post(bakery, "Bread", day=today, channel=make_channel(bakery, "facebook", personas=[ines]))
    sign_in(page, alice)
    page.locator("summary").filter(has_text="Bakery").click()
    page.get_by_role("link", name="Workspace settings").click()
    return page


def choose(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="See what it holds").click()


def test_a_workspace_goes_out_and_comes_in_as_another(settings_page: Page, tmp_path: Path) -> None:
    with settings_page.expect_download() as downloading:
        settings_page.get_by_role("button", name="Export everything").click()
    kept = tmp_path / "bakery.json"
    downloading.value.save_as(kept)
    settings_page.get_by_role("link", name="Import a workspace").click()
    choose(settings_page, kept)
    expect(settings_page.locator("h1")).to_have_text("Import “Bakery”")
    expect(settings_page.get_by_role("main")).to_contain_text("Nothing has been imported yet.")
    settings_page.get_by_role("button", name="Make the workspace").click()
    expect(settings_page.get_by_role("main")).to_contain_text("“Bakery” is ready.")
    assert Workspace.objects.filter(name="Bakery").count() == 2


def test_a_broken_file_is_told_where_and_one_too_large_is_refused(
    settings_page: Page, tmp_path: Path, complaints: list[str]
) -> None:
    settings_page.get_by_role("link", name="Import a workspace").click()
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps({"format": "smplanner", "version": 1, "workspace": {"name": 7}, "posts": [{}]}))
    choose(settings_page, broken)
    expect(settings_page.get_by_role("alert")).to_contain_text("Nothing was imported.")
    expect(settings_page.get_by_role("alert").locator("code").first).to_be_visible()
    large = tmp_path / "large.json"
    large.write_bytes(b" " * (25 * MEGABYTE))
    choose(settings_page, large)
    expect(settings_page.get_by_role("main")).to_contain_text("The file is larger than 20 MB.")
    assert Workspace.objects.filter(name="Bakery").count() == 1
    assert {complaint[:9] for complaint in complaints} == {"422: POST"}
    complaints.clear()
