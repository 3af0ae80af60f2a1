"""How the brand speaks."""

import pytest

from calendar_app.models import BrandVoice
from smplanner.workspaces.models import AuditEvent

PAGE, SAVE = "/w/bakery/strategy/voice/", "/w/bakery/strategy/voice/save/"


def words(*adjectives: str) -> dict[str, str]:
    return {f"adjectives_{place}": word for place, word in enumerate(adjectives)}


def test_a_voice_is_written_and_shown_again(client_of, bob):
    client = client_of(bob)
    fields = {"mission": "Du pain à six heures", "values": "Le temps\nLe beurre", "address": "vous"}
    assert client.post(SAVE, fields | words("chaude", "précise")).url == PAGE
    voice = BrandVoice.objects.get()
    assert (voice.values, voice.adjectives, voice.address) == (["Le temps", "Le beurre"], ["chaude", "précise"], "vous")
    html = client.get(PAGE).content.decode()
    assert all(text in html for text in ('value="chaude"', 'value="précise"', "Le temps\nLe beurre"))
    assert [event.verb for event in AuditEvent.objects.all()] == ["created"]


@pytest.mark.parametrize(
    ("before", "sent", "after"),
    [
        ([], ("", "", ""), []),
        (["a"], ("a", "b", ""), ["a", "b"]),
        (["a", "b"], ("a", "b", "c"), ["a", "b", "c"]),
        (["a", "b", "c"], ("", "b", "b"), ["b"]),
    ],
)
def test_three_adjectives_at_most_and_each_once(client_of, bob, bakery, before, sent, after):
    BrandVoice.objects.create(workspace=bakery, adjectives=before)
    client_of(bob).post(SAVE, words(*sent) | {"adjectives_3": "a fourth"})
    assert BrandVoice.objects.get().adjectives == after
    assert [event.diff for event in AuditEvent.objects.all()] == (
        [{"adjectives": [before, after]}] if before != after else []
    )


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        (words("x" * 31), "adjectives"),
        ({"values": "\n".join("abcdefghi")}, "values"),
        ({"address": "thou"}, "address"),
        ({"promise": "x" * 301}, "promise"),
    ],
)
def test_what_makes_no_sense_is_refused_and_kept_in_the_form(client_of, bob, fields, at):
    answer = client_of(bob).post(SAVE, {"mission": "Du pain", **fields})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [at])
    html = answer.content.decode()
    assert "Du pain" in html
    assert at != "adjectives" or "x" * 31 in html


def test_charlie_does_not_hear_it_and_a_viewer_only_reads_it(client_of, charlie, dora, bakery):
    BrandVoice.objects.create(workspace=bakery, promise="Frais jusqu’au soir", adjectives=["vive"])
    assert client_of(charlie).get(PAGE).status_code == 404
    assert client_of(charlie).post(SAVE, {"promise": "stolen"}).status_code == 404
    html = client_of(dora).get(PAGE).content.decode()
    assert ("Frais jusqu’au soir" in html, "vive" in html, "<textarea" in html) == (True, True, False)
    assert client_of(dora).post(SAVE, {"promise": "changed"}).status_code == 403
    assert BrandVoice.objects.get().promise == "Frais jusqu’au soir"


def test_two_who_write_the_first_one_leave_one(client_of, bob, bakery, monkeypatch):
    """The second was shown an empty form before the first saved."""
    from calendar_app.views import voice

    unseen = BrandVoice(workspace=bakery)
    BrandVoice.objects.create(workspace=bakery, mission="first")
    form = voice.VoiceForm({"mission": "second"}, instance=unseen, workspace=bakery)
    monkeypatch.setattr(voice, "_form", lambda _request: form)
    assert client_of(bob).post(SAVE, {"mission": "second"}).status_code == 302
    assert [row.mission for row in BrandVoice.objects.all()] == ["second"]
