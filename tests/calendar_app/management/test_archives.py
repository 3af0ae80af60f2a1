"""Files of workspaces from the command line: out, in, and checked."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from calendar_app.models import CheckDay
from smplanner.workspaces.models import AuditEvent, Workspace
from tests.factories import make_post


@pytest.fixture
def path(tmp_path):
    """A file written by hand, in which a post is too long for its channel."""
    document = {
        "workspace": {"name": "Trois Filaos", "created_at": "2026-01-01T00:00:00Z"},
        "channels": [{"platform": "bluesky"}],
        "posts": [
            {
                "title": "Trop long",
                "channel": "bluesky",
                "status": "planned",
                "publish_at": "2026-06-12",
                "text": "o" * 400,
            },
            {"title": "Idée"},
        ],
    }
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def run(*words):
    """The exit status of a command, and what it wrote or complained of."""
    out = StringIO()
    try:
        call_command(*words, stdout=out)
    except SystemExit as left:
        return left.code, out.getvalue()
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


def check(*words):
    return run("check_plan", *words, "--language", "en")


def test_a_file_is_checked_without_a_database(path):
    status, written = check(str(path), "--today", "2026-06-10", "--select", "over-char-limit")
    assert status == 1
    assert "plan.json: 1 error" in written
    assert "Trop long" in written


def test_days_that_are_not_asked_for_are_left_out(path):
    words = (str(path), "--today", "2026-06-10", "--select", "over-char-limit")
    assert check(*words, "--since", "2026-06-13")[0] == 0
    assert check(*words, "--until", "2026-06-11")[0] == 0
    assert check(*words, "--since", "2026-06-12", "--until", "2026-06-12")[0] == 1


def test_days_the_wrong_way_round_are_misuse(path):
    assert check(str(path), "--since", "2026-06-13", "--until", "2026-06-12") == (2, "--since is after --until.")


@pytest.mark.parametrize("option", ["--today", "--since", "--until"])
def test_a_day_that_is_none_is_misuse(path, option):
    assert "invalid day value: 'tomorrow'" in check(str(path), option, "tomorrow")[1]


def test_what_is_wrong_in_a_file_is_misuse_and_said_with_its_place(path):
    path.write_text('{"workspace": {"name": "a"}, "posts": [{"title": "a", "publish_at": 3}]}')
    status, message = check(str(path))
    assert status == 2
    assert message.startswith("posts[0].publish_at: ")


def test_a_file_that_is_not_there_is_misuse():
    status, message = check("nowhere.json")
    assert (status, message) == (2, "nowhere.json cannot be read: No such file or directory.")


@pytest.mark.django_db
def test_only_the_real_day_is_written_down(bakery, today):
    check("bakery", "--today", "2026-01-01")
    assert not CheckDay.objects.exists()
    check("bakery")
    assert CheckDay.objects.get().on == today


class Terminal(StringIO):
    def isatty(self):
        return True


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("variable", "words", "coloured"), [("", [], True), ("1", [], False), ("", ["--no-color"], False)]
)
def test_colours_are_for_terminals_that_want_them(bakery, monkeypatch, variable, words, coloured):
    monkeypatch.setenv("NO_COLOR", variable)
    out = Terminal()
    with pytest.raises(SystemExit):
        call_command("check_plan", "bakery", *words, stdout=out)
    assert ("\x1b[31;1m" in out.getvalue()) is coloured


@pytest.mark.django_db
def test_whoever_waits_sees_how_far_it_is(bakery, museum):
    seen, unseen = Terminal(), StringIO()
    for stream in (seen, unseen):
        with pytest.raises(SystemExit):
            call_command("check_plan", "--all", stdout=StringIO(), stderr=stream)
    assert "1/2 bakery" in seen.getvalue()
    assert unseen.getvalue() == ""


@pytest.mark.django_db
def test_a_workspace_goes_out_and_comes_in(bakery, alice, tmp_path):
    make_post(bakery, "Fournil")
    path = tmp_path / "bakery.json"
    assert run("export_workspace", "bakery", "--output", str(path)) == (0, "")
    assert run("export_workspace", "bakery")[1] == path.read_text(encoding="utf-8")
    assert run("import_workspace", str(path), "--owner", "Alice@example.org") == (
        0,
        "The workspace is at /w/bakery-2/, for alice@example.org.\n",
    )
    assert list(
        AuditEvent.objects.filter(verb__in=["exported", "imported"]).values_list("verb", "workspace__slug")
    ) == [
        ("imported", "bakery-2"),
        ("exported", "bakery"),
        ("exported", "bakery"),
    ]


@pytest.mark.django_db
def test_nothing_is_imported_of_a_file_with_a_fault(alice, path):
    path.write_text('{"workspace": {"name": "Neuf"}, "posts": [{"title": "a"}, {"title": ""}]}')
    status, message = run("import_workspace", str(path), "--owner", "alice@example.org", "--language", "fr")
    assert (status, message) == (1, "posts[1].title: Ce champ ne peut pas être vide.")
    assert not Workspace.objects.filter(name="Neuf").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        ["export_workspace", "nowhere"],
        ["export_workspace", "bakery", "--output", "/nonexistent/folder/file"],
        ["import_workspace", "nowhere.json", "--owner", "alice@example.org"],
        ["import_workspace", "nowhere.json", "--owner", "nobody@example.org"],
    ],
)
def test_misuse_is_status_two_and_says_why(bakery, alice, words):
    status, message = run(*words)
    assert status == 2
    assert message
