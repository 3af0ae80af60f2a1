"""The log in words and by filters."""

import ast
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.db import transaction
from django.utils.translation import override
from django_scopes import scope, scopes_disabled

from calendar_app import log, log_files, log_words
from calendar_app.models import Channel
from smplanner.workspaces import audit
from smplanner.workspaces.models import AuditEvent, Written
from smplanner.workspaces.owned import OwnedByWorkspace
from smplanner.workspaces.roles import Rights, Role
from tests.factories import make_channel, make_persona, make_pillar, make_post, make_user

ROOT = Path(__file__).parents[2]
# Where a function that writes the log is handed the verb, by its name.
VERB_AT = {
    "record": 2,
    "_write": 2,
    "_record_count": 1,
    "_record_without_person": 2,
    "_put": 2,
    "change": 2,
    "Change": 0,
}
# Rows that are parts of another, which the log tells of; or no part of the plan.
NEVER_LOGGED = {
    *("auditevent", "personaplatform", "submission", "sharedpost", "verdict", "measure", "strategysection"),
    *("channelslot", "channeltest", "audiencesnapshot", "checkday", "communitynote", "listeningsource"),
    *("listeningkeyword", "media", "comment", "notice", "editing", "postrevision", "revisionpicture"),
}


def constants(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*constants(node.body), *constants(node.orelse))


def verbs_of(tree: ast.AST) -> Iterator[str]:
    """Every word that is handed over as a verb of the log, or named so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in VERB_AT and len(node.args) > VERB_AT[name]:
                yield from constants(node.args[VERB_AT[name]])
            yield from (word for one in node.keywords if one.arg == "verb" for word in constants(one.value))
        elif isinstance(node, ast.Assign) and any(getattr(one, "id", "") == "verb" for one in node.targets):
            yield from constants(node.value)
        elif isinstance(node, ast.FunctionDef):
            pairs = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            yield from (word for one, default in pairs if one.arg == "verb" and default for word in constants(default))


def used_verbs() -> set[str]:
    files = [path for folder in ("calendar_app", "personas", "smplanner") for path in (ROOT / folder).rglob("*.py")]
    files = [path for path in files if "rules" not in path.parts]  # which have verbs of their own, and write no log
    return {verb for path in files for verb in verbs_of(ast.parse(path.read_text(encoding="utf-8")))}


def test_every_verb_that_the_code_writes_has_a_sentence_and_a_place_among_the_filters():
    used = used_verbs()
    assert {"created", "cancelled", "postponed", "sent_back", "role-changed", "set rules"} <= used
    assert used - log_words.SENTENCES.keys() == set()
    told = [verb for _label, verbs in log.ACTS.values() for verb in verbs]
    assert sorted(told) == sorted(log_words.SENTENCES)


def test_every_kind_of_row_that_belongs_to_a_workspace_has_a_name_or_is_never_logged():
    kinds = {model._meta.model_name for model in apps.get_models() if issubclass(model, OwnedByWorkspace)}
    assert kinds - log_words.KINDS.keys() - NEVER_LOGGED == set()
    assert log_words.KINDS.keys() >= log.KEPT_FROM_OTHERS - NEVER_LOGGED


@pytest.fixture
def plan(bakery):
    with scope(workspace=bakery), override("en"):
        yield bakery


def test_a_row_reads_as_a_sentence_and_its_changes_in_words(plan, alice):
    channel, persona = make_channel(plan, "linkedin"), make_persona(plan, name="Inès")
    diff = {"personas": ([], [persona.pk]), "status": ("adopted", "paused"), "since": (None, date(2026, 6, 10))}
    event = audit.record(plan, alice, "edited", channel, diff)
    assert log_words.sentence(event) == f"{alice} changed the channel “{channel}”."
    told = log_words.Meant(plan, [event]).changes(event)
    assert (told[0].label, told[0].after) == ("For whom", "Inès")
    assert told[1].after == str(dict(Channel._meta.get_field("status").flatchoices)["paused"])
    assert told[2].before == "nothing"
    assert "2026" in told[2].after


def test_guests_and_the_clock_are_named_as_such(plan):
    post = make_post(plan, "Croissants")
    said = audit.record(plan, None, "approved", post, guest="Mme Roux")
    assert log_words.sentence(said) == "Mme Roux (guest) approved the post “Croissants”."
    silent = audit.record(plan, None, "approved", post)
    assert log_words.sentence(silent) == "Nobody objected in time: the post “Croissants” counts as approved."
    assert log_words.sentence(audit.record(plan, None, "edited", post)).startswith("Somebody without a name")


def test_whatever_was_noted_in_a_row_can_be_read(plan, alice):
    odd = {"one": 3, "two": [1], "three": [None, {"a": [1, {"b": True}]}], "colour": ["red", None], "name": [[1], {}]}
    event = AuditEvent.objects.create(
        workspace=plan, actor=alice, verb="sung", target_kind="song", target_id=None, diff=odd
    )
    assert len(log_words.Meant(plan, [event]).changes(event)) == 3
    assert "song" in log_words.sentence(event)


def test_the_filters_let_through_what_they_say(plan, alice, bob):
    post, pillar = make_post(plan, "Croissants"), make_pillar(plan)
    rows = {
        "edited": audit.record(plan, bob, "edited", post),
        "guest": audit.record(plan, None, "commented", post, guest="Mme Roux"),
        "clock": audit.record(plan, None, "lapsed", post),
        "pillar": audit.record(plan, alice, "created", pillar),
    }
    every = log.readable(Rights(Role.VIEWER))

    def found(**wish) -> set[str]:
        shown = set(log.narrowed(every, log.Wish(**wish), plan.tz).values_list("pk", flat=True))
        return {name for name, row in rows.items() if row.pk in shown}

    today = datetime.now(UTC).astimezone(plan.tz).date()
    assert found() == set(rows)
    assert found(who=str(bob.pk)) == {"edited"}
    assert found(who=log.GUESTS) == {"guest"}
    assert found(who=log.NOBODY) == {"clock"}
    assert found(kind="pillar") == {"pillar"}
    assert found(act="talk") == {"guest"}
    assert found(of=("post", post.pk), act="changed") == {"edited"}
    assert found(first=today, last=today) == set(rows)
    assert found(last=date(2020, 1, 1)) == found(first=date(2099, 1, 1)) == set()


def test_what_is_about_people_and_secrets_is_for_administrators(plan, alice):
    audit.record(plan, alice, "exported", plan)
    audit.record(plan, alice, "set rules", plan)
    audit.record(plan, alice, "edited", make_post(plan))
    token = AuditEvent.objects.create(workspace=plan, verb="created", target_kind="apitoken", target_id=1)
    assert log.readable(Rights(Role.ADMIN)).count() == 4
    assert [row.verb for row in log.readable(Rights(Role.APPROVER))] == ["edited", "set rules"]
    assert token in log.readable(Rights(Role.ADMIN))


def test_a_file_has_every_row_and_no_cell_begins_a_formula(plan, alice, monkeypatch):
    monkeypatch.setattr(log_files, "AT_ONCE", 2)
    post = make_post(plan, "=HYPERLINK()")
    for number in range(5):
        audit.record(plan, alice, "edited", post, {"title": ("", f"@{number}")}, reason="+cmd")
    rows = log.readable(Rights(Role.ADMIN))
    table = "".join(log_files.to_csv(plan, rows, "en"))
    assert table.startswith("\ufeffMoment;Who;")
    assert table.count("'=HYPERLINK()") == table.count("'+cmd") == 5
    data = json.loads("".join(log_files.to_json(plan, rows, "en")))
    assert [one["changes"]["title"][1] for one in data] == ["@4", "@3", "@2", "@1", "@0"]
    assert json.loads("".join(log_files.to_json(plan, rows.filter(verb="sung"), "en"))) == []


# --- Rows are only ever added ---------------------------------------------------------------------------------------


def test_nothing_changes_or_removes_a_row_of_the_log(plan, alice):
    event = audit.record(plan, alice, "edited", make_post(plan))
    rows = AuditEvent.objects.all()
    for act in (event.save, event.delete, rows.delete, lambda: rows.update(verb="x")):
        with pytest.raises(Written):
            act()
    with pytest.raises(Written), transaction.atomic():
        rows.bulk_update([event], ["verb"])
    assert rows.get().verb == "edited"


def test_the_log_keeps_what_somebody_did_who_is_gone_and_goes_with_its_workspace(plan):
    somebody = make_user("somebody@example.org")
    event = audit.record(plan, somebody, "edited", make_post(plan))
    somebody.delete()
    assert AuditEvent.objects.get(pk=event.pk).actor is None
    with scopes_disabled():
        plan.delete()
        assert not AuditEvent._base_manager.filter(pk=event.pk).exists()
