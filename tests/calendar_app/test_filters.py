from datetime import date

import pytest
from django.http import QueryDict

from calendar_app.facets import Option, spread
from calendar_app.filters import LONGEST_WORDS, State, fold, parse, sift, sift_occasions
from calendar_app.grid import Entry
from calendar_app.occasions import ALL, Kind, Occasion, Row

TODAY = date(2026, 6, 10)
KNOWN = {
    "channel": {3: Option(3, "LinkedIn", "azur"), 5: Option(5, "X", "ink"), None: Option(None, "No channel", "ink")},
    "status": {"draft": Option("draft", "Draft", "ocre"), "posted": Option("posted", "Posted", "vert")},
    "persona": {7: Option(7, "Inès", "corail")},
    "pillar": {},
    "objective": {None: Option(None, "No objective", "ink")},
    "owner": {9: Option(9, "Alice", "vert"), None: Option(None, "In nobody’s care", "ink")},
    "campaign": {4: Option(4, "Sales", "orange")},
    "findings": {word: Option(word, word, "ink") for word in ("error", "warning", "info", None)},
}


def read(query: str, view: str = "month") -> tuple[State, list[str]]:
    state, notes = parse(QueryDict(query), today=TODAY, view=view, known=KNOWN)
    return state, [note.place for note in notes]


def entry(number: int, title: str = "Post", text: str = "", **facts) -> Entry:
    facts = {"channel": None, "persona": None, "pillar": None, "status": "draft", **facts}
    return Entry(number, title, version=1, day=TODAY, clock=None, text=text, **facts)


def test_an_empty_address_is_today_in_the_view_used_last():
    assert read("", view="list") == (State("list", TODAY), [])


def test_an_address_says_everything():
    state, notes = read("view=list&d=2026-11-16&channel=3&channel=5&status=draft&color=persona&q=pain")
    assert notes == []
    assert state == State(
        "list",
        date(2026, 11, 16),
        "persona",
        {"channel": frozenset({3, 5}), "status": frozenset({"draft"})},
        "pain",
    )


def test_equal_states_have_equal_addresses_that_lead_back_to_them():
    one, _ = read("q=pain&channel=5&channel=3&d=2026-11-16&channel=none")
    other, _ = read("d=2026-11-16&channel=none&channel=3&q=++pain&channel=5&view=month")
    assert one == other
    assert one.query() == other.query() == "?view=month&d=2026-11-16&channel=3&channel=5&channel=none&q=pain"
    assert read(one.query()[1:]) == (one, [])


@pytest.mark.parametrize(
    "text", ["2026-02-31", "yesterday", "2026-13-01", "٢٠٢٦-١١-١٦", "0001-01-01", "9999-12-31", "1"]
)
def test_a_day_that_is_none_is_todays_month_with_a_note(text):
    state, notes = read(f"d={text}")
    assert (state.day, notes) == (TODAY, ["date"])


@pytest.mark.parametrize(
    ("query", "place"),
    [("view=fortnight", "view"), ("channel=999", "filters"), ("channel=3;drop", "filters"), ("color=taste", "filters")],
)
def test_what_is_not_known_is_left_out_with_a_note(query, place):
    assert read(query) == (State("month", TODAY), [place])


def test_an_unknown_value_spares_the_known_ones():
    state, notes = read("channel=3&channel=999&persona=7")
    assert (state.chosen, notes) == ({"channel": {3}, "persona": {7}}, ["filters"])


def test_words_are_kept_short():
    assert len(read("q=" + "a" * 5000)[0].words) == LONGEST_WORDS


def test_toggling_adds_and_takes_away():
    state, _ = read("channel=3")
    assert state.toggled("channel", 5) == "?view=month&d=2026-06-10&channel=3&channel=5"
    assert state.toggled("channel", 3) == "?view=month&d=2026-06-10"


def test_facets_let_through_any_of_their_values_and_all_of_them_together():
    posts = [
        entry(1, channel=3, status="draft"),
        entry(2, channel=5, status="draft"),
        entry(3, channel=3, status="posted"),
        entry(4, channel=None, status="draft"),
    ]
    state = State("month", TODAY, chosen={"channel": frozenset({3, 5}), "status": frozenset({"draft"})})
    sifted = sift(posts, state, KNOWN)
    assert [post.id for post in sifted.shown] == [1, 2]
    assert sifted.total == 4


def test_counts_say_what_each_value_would_show():
    posts = [entry(1, channel=3), entry(2, channel=5), entry(3, channel=3, status="posted")]
    state = State("month", TODAY, chosen={"channel": frozenset({3})})
    counts = sift(posts, state, KNOWN).counts
    assert counts["channel"] == {3: 2, 5: 1}
    assert counts["status"] == {"draft": 1, "posted": 1}


def test_none_is_a_value_of_its_own():
    posts = [entry(1, channel=3), entry(2)]
    state = State("month", TODAY, chosen={"channel": frozenset({None})})
    assert [post.id for post in sift(posts, state, KNOWN).shown] == [2]


def test_a_post_has_no_objective_no_campaign_nobody_and_no_finding():
    posts = [entry(1, objective=2, owner=9, campaign=4), entry(2, owner=77)]
    for facet in ("objective", "campaign", "owner", "findings"):
        state = State("month", TODAY, chosen={facet: frozenset({None})})
        assert [post.id for post in sift(posts, state, KNOWN, {1: "error"}).shown] == [2]


def test_what_someone_looks_after_who_left_is_in_nobodys_care():
    sifted = sift([entry(1, owner=9), entry(2, owner=77)], State("month", TODAY), KNOWN)
    assert [post.owner for post in sifted.shown] == [9, None]
    assert sifted.counts["owner"] == {9: 1, None: 1}


def test_findings_are_told_by_the_gravest():
    posts, found = [entry(1), entry(2), entry(3)], {1: "error", 2: "info"}
    state, notes = read("findings=error&findings=none")
    assert notes == []
    sifted = sift(posts, state, KNOWN, found)
    assert [post.id for post in sifted.shown] == [1, 3]
    assert sifted.counts["findings"] == {"error": 1, "info": 1, None: 1}


def test_where_nobody_looked_for_findings_their_filter_lets_everything_through():
    state, _ = read("findings=error")
    sifted = sift([entry(1)], state, KNOWN)
    assert (len(sifted.shown), sifted.counts["findings"]) == (1, {})


def test_colours_for_what_has_none_are_ten_and_stay():
    colours = spread(range(1, 11))
    assert len(set(colours.values())) == 10
    assert "ink" not in colours.values()
    assert spread(range(1, 12)).items() > colours.items()
    assert spread([5, 900, 15])[5] == spread([5])[5]
    assert len(set(spread([5, 15, 25, 35]).values())) == 4


def test_a_view_is_kept_without_its_day():
    assert read("view=list&d=2026-11-16&channel=3&q=pain au lait")[0].address == "view=list&channel=3&q=pain+au+lait"


@pytest.mark.parametrize("words", ["noel", "NOËL", "buche noel", "l'ouverture"])
def test_words_are_found_without_accents_or_capitals(words):
    posts = [entry(1, "Bûches de Noël : l’ouverture"), entry(2, "Galette")]
    assert [post.id for post in sift(posts, State("month", TODAY, words=words), KNOWN).shown] == [1]


def test_words_are_looked_for_in_the_text_as_well():
    posts = [entry(1, "Galette", text="La fève est en porcelaine."), entry(2, "Fournil")]
    assert [post.id for post in sift(posts, State("month", TODAY, words="porcelaine"), KNOWN).shown] == [1]


def test_folding_takes_accents_and_capitals_away():
    assert fold("ÉTÉ Œuf l’œil") == "ete oeuf l'oeil"


# --- Key dates -----------------------------------------------------------------------------------------------------


def test_every_kind_of_dates_is_shown_unless_the_address_says_which():
    assert read("")[0].kinds == ALL
    assert read("show=")[0].kinds == ALL
    state, notes = read("show=trial&show=review&show=none")
    assert (state.kinds, notes) == ({Kind.REVIEW, Kind.TRIAL}, [])
    assert state.query() == "?view=month&d=2026-06-10&show=review&show=trial"
    assert read("show=none")[0].query() == "?view=month&d=2026-06-10&show=none"
    assert read("show=none")[0].switched(Kind.ACTION) == "?view=month&d=2026-06-10&show=action"


def test_a_kind_that_there_is_not_leaves_a_note():
    assert read("show=moon") == (State("month", TODAY), ["filters"])
    assert read("show=moon&show=trial") == (State("month", TODAY, kinds=frozenset({Kind.TRIAL})), ["filters"])


def test_switching_every_kind_on_again_leaves_a_plain_address():
    state, _ = read("&".join(f"show={kind}" for kind in Kind))
    assert state == State("month", TODAY)


def date_of(kind: Kind, name: str = "", **about: int) -> Occasion:
    return Occasion(TODAY, Row(kind, "", 1, name, **about))


def test_dates_are_sifted_by_kind_by_what_they_are_about_and_by_words():
    dates = [
        date_of(Kind.LISTENING),
        date_of(Kind.REVIEW, "Inès", persona=7),
        date_of(Kind.REVIEW, "LinkedIn", channel=3),
        date_of(Kind.REVIEW, "X", channel=5),
    ]

    def names(query: str) -> list[str]:
        return [date.row.name for date in sift_occasions(dates, read(query)[0])]

    assert names("") == ["", "Inès", "LinkedIn", "X"]
    assert names("channel=3") == ["", "Inès", "LinkedIn"]
    assert names("channel=none") == ["", "Inès"]
    assert names("persona=7") == ["", "Inès", "LinkedIn", "X"]
    assert names("show=listening") == [""]
    assert names("q=INES") == ["Inès"]
    assert names("status=draft") == ["", "Inès", "LinkedIn", "X"]
