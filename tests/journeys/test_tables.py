"""From the calendar to a spreadsheet and back: what a file would change, written with a bar, and taken back."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from calendar_app.models import Post
from smplanner.workspaces.models import User, Workspace
from tests.factories import make_channel, make_post


def test_a_plan_is_worked_on_in_a_spreadsheet_and_the_whole_import_taken_back(
    page: Page, sign_in: Callable[[Page, User], None], bob: User, bakery: Workspace, today: date, tmp_path: Path
) -> None:
    bob.language = "en"
    bob.save()
    channel = make_channel(bakery, "facebook")
    for number in range(3):
        make_post(bakery, f"Post {number}", day=today, clock=time(9, number), channel=channel)
    sign_in(page, bob)
    page.get_by_role("link", name="Export / Import").click()
    page.get_by_label("The whole plan").check()
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Export posts").click()
    kept = tmp_path / "plan.xlsx"
    downloading.value.save_as(kept)

    book = load_workbook(kept)
    sheet = book.active
    column = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, column["Title"]).value = "Bread at five"
    sheet.cell(5, column["Title"]).value = "A new idea"
    book.save(kept)

    page.locator("input[type=file]").set_input_files(kept)
    page.get_by_role("button", name="See what it would change").click()
    expect(page.locator("h1")).to_have_text("What the file would change")
    page.get_by_role("navigation", name="Rows by what becomes of them").get_by_role(
        "link", name="To be changed 1"
    ).click()
    expect(page.locator("tbody")).to_contain_text("Bread at five")
    page.get_by_role("button", name="Take over 2 rows").click()
    expect(page.locator("h1")).to_have_text("The table is taken over")
    assert set(Post.objects.values_list("title", flat=True)) == {"Bread at five", "Post 1", "Post 2", "A new idea"}

    page.get_by_role("link", name="See it in the history").click()
    page.get_by_role("button", name="Undo all of it").click()
    expect(page.get_by_role("main")).to_contain_text("There is nothing left to undo here.")
    assert set(Post.objects.values_list("title", flat=True)) == {"Post 0", "Post 1", "Post 2"}
