"""The checker and its manual from the command line."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from calendar_app.rules.core import RULES
from tests.factories import make_listening_plan, make_objective, make_persona, make_post

pytestmark = pytest.mark.django_db


def check(*words):
    """The exit status of check_plan, and what it wrote."""
    out = StringIO()
    try:
        call_command("check_plan", *words, "--language", "en", stdout=out)
    except SystemExit as left:
        return left.code, out.getvalue()
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


def test_something_found_is_status_one(bakery):
    status, written = check("bakery", "--select", "no-persona,no-objective,no-listening-plan")
    assert status == 1
    assert "bakery: 2 errors, 1 piece of advice" in written


def test_nothing_found_is_status_zero(bakery):
    assert check("bakery", "--select", "publishing-gap") == (
        0,
        "bakery: nothing found\n" + tail("A channel falls silent"),
    )


def tail(title):
    return f"\nCannot be checked yet: {title} (no post has a day yet)\n"


@pytest.mark.parametrize(("level", "status"), [("error", 0), ("warning", 0), ("info", 1)])
def test_the_level_decides_what_counts(bakery, level, status):
    make_objective(bakery)
    assert check("bakery", "--select", "no-persona,no-objective", "--fail-level", level)[0] == status


@pytest.mark.parametrize(
    "words",
    [
        ["nowhere"],
        [],
        ["bakery", "--all"],
        ["bakery", "--select", "nonsense"],
        ["bakery", "--ignore", "no-persona,nonsense"],
        ["bakery", "--output", "/nonexistent/folder/report"],
    ],
)
def test_misuse_is_status_two_and_says_why(bakery, words):
    status, message = check(*words)
    assert status == 2
    assert message


def test_rules_may_be_named_in_a_list_or_one_by_one(bakery):
    _status, written = check("bakery", "--select", "no-persona,no-objective", "--select", "no-listening-plan")
    assert all(f"[{slug}]" in written for slug in ("no-persona", "no-objective", "no-listening-plan"))


def test_every_workspace_is_checked_in_one_document(bakery, museum):
    _status, written = check("--all", "--format", "json")
    assert [plan["plan"] for plan in json.loads(written)["plans"]] == ["bakery", "museum"]


def test_a_workspace_is_checked_without_the_others_posts(bakery, museum):
    make_post(museum, "Vernissage")
    assert "Vernissage" not in check("bakery", "--format", "json")[1]


@pytest.mark.parametrize("form", ["text", "json", "sarif", "markdown"])
def test_a_report_goes_into_a_file(bakery, tmp_path, form):
    path = tmp_path / "report"
    status, written = check("bakery", "--format", form, "--output", str(path))
    assert (status, written) == (1, "")
    assert "no-objective" in path.read_text(encoding="utf-8")


def test_a_sound_beginning_is_clean(bakery):
    make_persona(bakery)
    make_objective(bakery)
    plan = make_listening_plan(bakery)
    plan.sources.create(workspace=bakery, kind="reviews", where="Avis")
    assert check("bakery", "--select", "no-persona,no-objective,no-listening-plan")[0] == 0


# --- The manual ----------------------------------------------------------------------------------------------------


def test_a_rule_is_explained():
    out = StringIO()
    call_command("explain_rule", "promo-overload", "--language", "en", stdout=out)
    assert out.getvalue().startswith("# Too much selling\n")


def test_all_rules_are_listed():
    out = StringIO()
    call_command("explain_rule", stdout=out)
    assert all(slug in out.getvalue() for slug in RULES)


def test_an_unknown_rule_is_misuse():
    with pytest.raises(CommandError) as error:
        call_command("explain_rule", "nonsense")
    assert error.value.returncode == 2


def test_the_manual_is_written_and_checked(tmp_path):
    folder = f"--folder={tmp_path}"
    with pytest.raises(CommandError, match=r"README\.md"):
        call_command("write_rule_docs", "--check", folder)
    call_command("write_rule_docs", folder, stdout=StringIO())
    call_command("write_rule_docs", "--check", folder)
    assert len(list(tmp_path.glob("*/*.md"))) == 2 * (len(RULES) + 1)


def test_a_page_that_was_changed_or_left_over_is_not_fresh(tmp_path):
    folder = f"--folder={tmp_path}"
    call_command("write_rule_docs", folder, stdout=StringIO())
    (tmp_path / "fr" / "no-persona.md").write_text("Autre chose.\n")
    (tmp_path / "en" / "gone.md").write_text("Autrefois.\n")
    with pytest.raises(CommandError, match=r"en/gone\.md, fr/no-persona\.md"):
        call_command("write_rule_docs", "--check", folder)
    call_command("write_rule_docs", folder, stdout=StringIO())
    assert not (tmp_path / "en" / "gone.md").exists()
    call_command("write_rule_docs", "--check", folder)
