"""The record of what was done: whatever a field holds, the log can hold it too."""

import json
import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django import forms
from django.utils.translation import gettext_lazy

from personas.models import Persona
from smplanner.workspaces import audit
from smplanner.workspaces.models import AuditEvent, User
from smplanner.workspaces.roles import Role
from tests.factories import make_persona

UID = uuid.UUID("12345678-1234-5678-1234-567812345678")


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None), (True, True), (3, 3), (2.5, 2.5), (float("nan"), "nan"), (float("inf"), "inf"), ("brioche", "brioche"),
        (Decimal("2.50"), "2.50"), (date(2026, 6, 10), "2026-06-10"), (time(9, 30), "09:30:00"),
        (datetime(2026, 6, 10, 9, tzinfo=UTC), "2026-06-10T09:00:00Z"), (time(9, tzinfo=UTC), "09:00:00+00:00"),
        (timedelta(hours=2), "P0DT02H00M00S"), (UID, str(UID)), (Role.ADMIN, "admin"), (gettext_lazy("x-untranslated"), "x-untranslated"),
        (["a", Decimal(1)], ["a", "1"]), (("a", None), ["a", None]), ({"since": date(2026, 6, 10)}, {"since": "2026-06-10"}),
        (b"bytes", "b'bytes'"), ("x" * 5000, "x" * 2000), (list(range(500)), list(range(200))), ("a\r\nb", "a\nb"),
    ],
)  # fmt: skip
def test_any_value_can_be_kept(alice, bakery, value, kept):
    audit.record(bakery, alice, "edited", bakery, {"field": (None, value)})
    assert AuditEvent.objects.get().diff == {"field": [None, kept]}


def test_rows_are_kept_by_their_numbers(alice, bakery):
    one, two = make_persona(bakery, name="A"), make_persona(bakery, name="B")
    audit.record(bakery, alice, "edited", bakery, {"owner": (None, alice), "personas": ([one], Persona.objects.all())})
    assert AuditEvent.objects.get().diff == {"owner": [None, alice.pk], "personas": [[one.pk], [one.pk, two.pk]]}


def test_a_row_of_the_log_says_who_did_what_to_what(alice, bakery):
    persona = make_persona(bakery, name="x" * 80)
    event = audit.record(bakery, alice, "created", persona)
    assert (event.workspace, event.actor, event.verb, event.target_kind, event.target_id, event.target_label) == (
        bakery, alice, "created", "persona", persona.pk, "x" * 80
    )  # fmt: skip
    assert json.dumps(event.diff) == "{}"


def test_the_log_outlives_whoever_is_in_it(alice, bob, bakery):
    audit.record(bakery, bob, "edited", bakery)
    User.objects.get(pk=bob.pk).delete()
    assert AuditEvent.objects.get().actor is None


class NoteForm(forms.Form):
    text = forms.CharField(required=False)
    count = forms.DecimalField(required=False)


def test_what_a_form_changes_is_told_field_by_field():
    form = NoteForm({"text": "new", "count": "2.0"}, initial={"text": "old", "count": Decimal(2)})
    assert form.is_valid()
    assert audit.form_diff(form) == {"text": ("old", "new")}


def test_another_kind_of_line_break_is_no_change():
    form = NoteForm({"text": "a\r\nb"}, initial={"text": "a\nb"})
    assert form.is_valid()
    assert audit.form_diff(form) == {}
