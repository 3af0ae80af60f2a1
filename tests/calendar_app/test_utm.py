"""Links that say where they were clicked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.utm import PARTS, parts_of, plain, suggested, tagged

OURS = {"source": "instagram", "medium": "social", "campaign": "noel", "content": ""}


@pytest.mark.parametrize(
    ("link", "built"),
    [
        ("https://a.example", "https://a.example?utm_source=instagram&utm_medium=social&utm_campaign=noel"),
        ("https://a.example/x?b=1&b=2&c=%20d#ici", "https://a.example/x?b=1&b=2&c=%20d&utm_source=instagram&utm_medium=social&utm_campaign=noel#ici"),
        ("https://a.example/?UTM_Source=old&utm_id=7", "https://a.example/?utm_id=7&utm_source=instagram&utm_medium=social&utm_campaign=noel"),
        ("https://a.example/?utm_content=gone", "https://a.example/?utm_source=instagram&utm_medium=social&utm_campaign=noel"),
        ("https://a.example/?source=mine", "https://a.example/?source=mine&utm_source=instagram&utm_medium=social&utm_campaign=noel"),
        ("https://é.example/pâte", "https://é.example/pâte?utm_source=instagram&utm_medium=social&utm_campaign=noel"),
    ],
)  # fmt: skip
def test_ours_replace_ours_and_everything_else_stays(link, built):
    assert tagged(link, OURS) == built
    assert tagged(built, OURS) == built


@pytest.mark.parametrize(
    "link", ["", "a.example", "javascript:alert(1)", "https://", "//a.example", "mailto:a@b.c", "https://[::1"]
)
def test_what_is_no_web_address_is_refused(link):
    with pytest.raises(ValueError):  # noqa: PT011 - no message is promised
        tagged(link, OURS)


def test_words_become_plain():
    assert plain("  Fête de l’été 2026 !") == "fete-de-lete-2026"
    assert plain("Noël & Cie") == "noel-cie"
    assert plain("パン") == ""


def test_what_is_suggested_comes_from_channel_campaign_and_title():
    assert suggested("instagram", "Noël", "5 heures") == {
        "source": "instagram", "medium": "social", "campaign": "noel", "content": "5-heures"
    }  # fmt: skip
    assert suggested("newsletter")["medium"] == "email"


@given(st.dictionaries(st.sampled_from(PARTS), st.text(min_size=1, max_size=30)))
def test_what_is_written_into_a_link_is_read_back(parts):
    readable = {name: value.encode(errors="replace").decode() for name, value in parts.items()}
    assert parts_of(tagged("https://a.example/?b=1#c", readable)) == readable
