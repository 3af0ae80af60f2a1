"""Whatever two people change at once, nobody saves over what they have not seen."""

import pytest
from django.urls import reverse

from tests.factories import make_channel, make_listening_plan, make_objective, make_persona, make_pillar
from tests.isolation.forms import forms_of

pytestmark = pytest.mark.django_db


def sent(client, address: str) -> dict[str, object]:
    """What a browser sends for the form on the page at `address`, as it stands there."""
    [form] = [one for one in forms_of(client.get(address).content.decode(), address) if "seen" in one.fields]
    found = {name: values if len(values) != 1 else values[0].removeprefix("\n") for name, values in form.fields.items()}
    return {name: value for name, value in found.items() if value != []}


def strategy(client, bakery):
    address = reverse("strategy-text", args=["bakery"])
    client.post(address, {"why": "Bread for all.", "horizon_months": 12})
    return address, "external_link", "https://example.org/a", "https://example.org/b", "horizon_months", "6"


THINGS = {
    "pillar": lambda _c, place: (
        reverse("pillar", args=["bakery", make_pillar(place).pk]),
        *("name", "D’Alice", "De Bob", "examples", "Encore d’Alice"),
    ),
    "persona": lambda _c, place: (
        reverse("persona-edit", args=["bakery", make_persona(place).pk]),
        *("name", "D’Alice", "De Bob", "needs", "Du pain\nDu temps"),
    ),
    "channel": lambda _c, place: (
        reverse("channel-edit", args=["bakery", make_channel(place).pk]),
        *("purpose", "D’Alice", "De Bob", "differentiator", "Le four"),
    ),
    "objective": lambda _c, place: (
        reverse("objective-edit", args=["bakery", make_objective(place).pk]),
        *("statement", "D’Alice", "De Bob", "business_goal", "Plus de pain"),
    ),
    "strategy": strategy,
}


@pytest.mark.parametrize("thing", THINGS)
def test_what_both_changed_is_said_at_its_field_and_what_one_changed_is_taken(client_of, alice, bob, bakery, thing):
    alices, bobs = client_of(alice), client_of(bob)
    address, both, hers, his, other, hers_alone = THINGS[thing](alices, bakery)
    read = sent(bobs, address)
    assert both in read
    assert alices.post(address, sent(alices, address) | {both: hers, other: hers_alone}).status_code == 302

    page = bobs.post(address, read | {both: his})
    form = page.context["form"]
    assert (page.status_code, form[both].value()) == (409, his)
    assert hers in str(form.errors[both])
    assert str(form[other].value()).replace("\r", "") == hers_alone
    assert form.non_field_errors()

    [shown] = [one for one in forms_of(page.content.decode(), address) if "seen" in one.fields]
    again = {
        name: values if len(values) != 1 else values[0].removeprefix("\n") for name, values in shown.fields.items()
    }
    assert bobs.post(address, {name: value for name, value in again.items() if value != []}).status_code == 302
    after = sent(alices, address)
    assert (after[both], after[other]) == (his, hers_alone)


def test_a_form_that_nobody_was_quicker_than_is_saved(client_of, bob, bakery):
    pillar = make_pillar(bakery)
    address = reverse("pillar", args=["bakery", pillar.pk])
    assert client_of(bob).post(address, sent(client_of(bob), address) | {"name": "Le métier"}).status_code == 302
    pillar.refresh_from_db()
    assert pillar.name == "Le métier"


@pytest.mark.parametrize(
    ("page", "save", "field"),
    [
        ("voice", "voice-save", "mission"),
        ("answering", "answering-save", "opening_hours"),
        ("readiness", "readiness-save", "audit_note"),
        ("listening-edit", "listening-edit", "alert_rule"),
    ],
)
def test_what_there_is_one_of_in_a_workspace_is_not_saved_over_either(client_of, alice, bob, bakery, page, save, field):
    shown, saved = (reverse(name, args=["bakery"]) for name in (page, save))
    alices, bobs = client_of(alice), client_of(bob)
    if page == "listening-edit":
        make_listening_plan(bakery)
    else:
        assert alices.post(saved, filled(alices, shown) | {field: "Before"}).status_code == 302
    read = sent(bobs, shown)
    no_rows = {"sources-TOTAL_FORMS": "0", "keywords-TOTAL_FORMS": "0"}
    assert alices.post(saved, sent(alices, shown) | no_rows | {field: "Alice’s"}).status_code == 302
    answer = bobs.post(saved, read | no_rows | {field: "Bob’s"})
    assert answer.status_code == 409
    assert "Alice’s" in answer.content.decode()
    assert answer.context["form"][field].value() == "Bob’s"


def filled(client, address: str) -> dict[str, object]:
    """What a browser sends for the form on a page of which nothing is stored yet."""
    forms = [
        one for one in forms_of(client.get(address).content.decode(), address) if "csrfmiddlewaretoken" in one.fields
    ]
    form = max(forms, key=lambda one: len(one.fields))
    return {name: values[0].removeprefix("\n") for name, values in form.fields.items() if values}
