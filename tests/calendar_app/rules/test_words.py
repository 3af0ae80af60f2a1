"""The rules of a post's words, on both sides of each line that they draw."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import translation

from calendar_app.plan.examples import MONDAY, bakery, beside, channel, post
from calendar_app.plan.snapshot import Media, Partner, Plan, Ref, TeamMember
from calendar_app.rules.core import RULES, Severity
from calendar_app.rules.drafts import saying
from calendar_app.rules.engine import Chosen, run
from calendar_app.rules.legal_sales import nearest, periods

OURS = Ref("post", 50)
OFFER = "20% off everything until Sunday, order now."


def findings(slug: str, plan: Plan, **parameters: object):
    return run(plan, [Chosen(RULES[slug], parameters=parameters)]).findings


def found(slug: str, plan: Plan, **parameters: object) -> list[Ref]:
    return [finding.ref for finding in findings(slug, plan, **parameters)]


def with_platform(plan: Plan, **fields: object) -> Plan:
    first, second = plan.channels
    return replace(plan, channels=(first, replace(second, platform=replace(second.platform, **fields))))


@pytest.mark.parametrize(
    "slug",
    [
        *("over-char-limit", "hook-hidden", "too-many-hashtags", "missing-captions", "undisclosed-sponsorship"),
        *("disclosure-ambiguous", "disclosure-hidden", "intent-mismatch", "engagement-bait", "rhetorical-question"),
        *("offer-without-terms", "impersonal-text", "placeholder-left", "link-missing", "soldes-outside-period"),
    ],
)
@pytest.mark.parametrize(
    "changes", [{"status": "posted"}, {"status": "cancelled"}, {"day": MONDAY - timedelta(days=1)}]
)
def test_words_that_cannot_be_changed_any_more_are_let_be(slug, changes):
    plan = RULES[slug].flagged.plan()
    [finding] = findings(slug, plan)
    posts = tuple(replace(one, **changes) if one.ref == finding.ref else one for one in plan.posts)
    assert found(slug, replace(plan, posts=posts)) == []


@pytest.mark.parametrize("slug", ["hook-hidden", "too-many-hashtags", "over-char-limit", "link-missing"])
def test_without_a_channel_nobody_knows_the_limits(slug):
    plan = RULES[slug].flagged.plan()
    posts = tuple(replace(one, channel=None) for one in plan.posts)
    assert found(slug, replace(plan, posts=posts)) == []


# --- Lengths, hashtags, captions, the beginning ---------------------------------------------------------------------


def test_bluesky_counts_bytes_as_well():
    piled = "e" + "\u0331" * 50  # one letter to the eye, 101 bytes
    assert found("over-char-limit", saying(piled * 29, "bluesky")) == []
    [finding] = findings("over-char-limit", saying(piled * 30, "bluesky"))
    assert (finding.facts["length"], finding.facts["limit"], finding.facts["over"]) == (3030.0, 3000.0, 30.0)
    assert "bytes" in finding.message or "octets" in finding.message


def test_bluesky_counts_what_the_eye_sees():
    assert found("over-char-limit", saying("é" * 300, "bluesky")) == []
    [finding] = findings("over-char-limit", saying("é" * 301, "bluesky"))
    assert (finding.facts["length"], finding.facts["limit"]) == (301.0, 300.0)


@pytest.mark.parametrize(
    ("tags", "limits", "severity", "limit"),
    [
        (5, {}, None, None),
        (6, {}, Severity.ERROR, 5),
        (6, {"hashtags_max": None}, Severity.INFO, 5),
        (6, {"hashtags_max": 30}, Severity.INFO, 5),
        (31, {"hashtags_max": 30}, Severity.ERROR, 30),
        (99, {"hashtags_max": None, "hashtags_soft": None}, None, None),
        (1, {"hashtags_max": None, "hashtags_soft": 0}, Severity.INFO, 0),
    ],
)
def test_hashtags_are_too_many_for_the_platform_or_for_the_advice(tags, limits, severity, limit):
    text = "Bread. " + " ".join(f"#rye{number}" for number in range(tags))
    hits = findings("too-many-hashtags", with_platform(saying(text, "instagram"), **limits))
    assert [(hit.severity, hit.facts["limit"], hit.facts["tags"]) for hit in hits] == (
        [(severity, limit, tags)] if severity else []
    )


def test_numbers_and_parts_of_addresses_are_no_hashtags():
    text = "#1 of 2026 in https://a.fr/#part1 #rye &#233; a#b #2026rye"
    [hit] = findings("too-many-hashtags", with_platform(saying(text, "instagram"), hashtags_soft=0, hashtags_max=None))
    assert hit.facts["tags"] == 2


def test_a_video_needs_captions_where_someone_speaks():
    silent, spoken = Media(1, "video", no_speech=True), Media(2, "video", "two.mp4")
    picture = Media(3, "image")
    [hit] = findings("missing-captions", beside(post(50, 1, media=(silent, spoken, picture))))
    assert (hit.facts["videos"], hit.facts["labels"]) == (1, "two.mp4")


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("a" * 125, False),  # seen whole
        ("a" * 126, True),
        ("a" * 124 + ". b", False),
        ("a" * 125 + ". b", True),
        ("Bread:" + "a" * 200, False),
        ("Bread\n" + "a" * 200, False),
        ("Bread – " + "a" * 200, False),
        ("Bread-" + "a" * 200, True),
        ("#rye " * 30 + "Bread.", True),
        ("@ines https://a.fr #rye Bread. " + "a" * 200, False),
        (" \n" * 100 + "Bread.", False),
    ],
)
def test_what_matters_is_seen_or_not(text, hidden):
    assert found("hook-hidden", saying(text, "instagram")) == ([OURS] if hidden else [])


def test_where_posts_have_a_title_or_are_shown_whole_nothing_is_hidden():
    plan = saying("a" * 500, "instagram")
    assert found("hook-hidden", with_platform(plan, title_max=100)) == []
    assert found("hook-hidden", with_platform(plan, visible_chars=None)) == []
    [finding] = findings("hook-hidden", plan)
    assert finding.facts["shown"] == "a" * 125


# --- Told or not ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["paid", "gifted", "invited", "affiliate", "own_brand"])
def test_whatever_was_given_must_be_told(given):
    assert found("undisclosed-sponsorship", saying("Look at this.", material_link=given)) == [OURS]
    assert found("undisclosed-sponsorship", saying("Look at this.", material_link=given, platform_label=True)) == []
    assert found("undisclosed-sponsorship", saying("", material_link=given)) == []


def test_without_anything_given_there_is_nothing_to_tell():
    assert found("undisclosed-sponsorship", saying("Look at this #collab.")) == []


def test_the_partner_is_named_beside():
    plan = replace(saying("Look at this.", material_link="paid", partner=3), partners=(Partner(3, "Ovens"),))
    [finding] = findings("undisclosed-sponsorship", plan)
    assert finding.related == (Ref("partner", 3),)
    [finding] = findings("undisclosed-sponsorship", replace(plan, partners=()))
    assert finding.related == ()


def test_a_vague_label_is_said_once():
    plan = saying("Look at this. #collab", material_link="paid")
    report = run(plan, [Chosen(RULES["undisclosed-sponsorship"]), Chosen(RULES["disclosure-ambiguous"])])
    assert [finding.rule.slug for finding in report.findings] == ["undisclosed-sponsorship"]
    assert [hidden.finding.rule.slug for hidden in report.hidden] == ["disclosure-ambiguous"]


def test_thanks_are_a_label_only_where_something_was_given():
    assert found("disclosure-ambiguous", saying("Thanks to @ovens for the pan.")) == []
    assert found("disclosure-ambiguous", saying("Thanks to @ovens for the pan.", material_link="gifted")) == [OURS]
    assert found("disclosure-ambiguous", saying("Pan. #collab", platform_label=True)) == []


def test_a_label_is_hidden_behind_the_fold_unless_the_platform_shows_its_own():
    text = "Look. " + "a" * 200 + " Paid partnership with Ovens."
    assert found("disclosure-hidden", saying(text, "instagram")) == [OURS]
    assert found("disclosure-hidden", saying(text, "instagram", platform_label=True)) == []
    no_fold = with_platform(saying(text, "instagram"), visible_chars=None)
    assert found("disclosure-hidden", no_fold) == []
    without_channel = replace(no_fold, posts=tuple(replace(one, channel=None) for one in no_fold.posts))
    assert found("disclosure-hidden", without_channel) == []


# --- Words and purpose ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("intent", ["value", "conversation", "service"])
def test_words_that_sell_under_another_purpose_are_pointed_out(intent):
    [finding] = findings("intent-mismatch", saying(OFFER, intent=intent))
    assert finding.facts["suggested"] == "commercial"
    assert "order now" in finding.facts["words"]
    assert str(finding.facts["suggestion"]) in finding.message


@pytest.mark.parametrize("intent", ["", "commercial"])
def test_words_that_sell_agree_with_selling_and_with_nothing_declared(intent):
    assert found("intent-mismatch", saying(OFFER, intent=intent)) == []


def test_a_question_declared_as_selling_is_pointed_out():
    text = "Which song do you always sing wrong? Tell us, we will play them all."
    [finding] = findings("intent-mismatch", saying(text, intent="commercial"))
    assert finding.facts["suggested"] == "conversation"
    assert found("intent-mismatch", saying("The bread is good today.", intent="commercial")) == []
    assert found("intent-mismatch", saying("And you?", intent="commercial")) == []


def test_a_higher_score_asks_for_more_words():
    texts = ("A loaf is £4.20.", "Loaves, £4 each.", "Order now.", OFFER)
    plans = [saying(text, intent="value") for text in texts]
    counts = [
        sum(bool(found("intent-mismatch", plan, score=score)) for plan in plans) for score in (1.5, 2.5, 4.0, 9.0)
    ]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


@pytest.mark.parametrize(
    ("text", "fields", "flagged"),
    [
        ("Tired of dry bread? " + OFFER, {"intent": "conversation"}, True),
        ("Tired of dry bread? " + OFFER, {"invites_reply": True, "intent": "commercial"}, True),
        ("Tired of dry bread? " + OFFER, {"intent": "commercial"}, False),
        ("Tired of dry bread? " + OFFER + " Tell us how it went.", {"intent": "conversation"}, False),
        (OFFER + " Which one do you take?", {"intent": "conversation"}, False),
        ("Tired of dry bread? We know.", {"intent": "conversation"}, False),
    ],
)
def test_a_question_that_leads_to_an_offer_waits_for_nobody(text, fields, flagged):
    assert found("rhetorical-question", saying(text, **fields)) == ([OURS] if flagged else [])


def test_a_rhetorical_question_says_it_for_the_purpose_as_well():
    plan = saying("Tired of dry bread? " + OFFER, intent="conversation")
    report = run(plan, [Chosen(RULES["rhetorical-question"]), Chosen(RULES["intent-mismatch"])])
    assert [finding.rule.slug for finding in report.findings] == ["rhetorical-question"]


@pytest.mark.parametrize(
    ("text", "fields", "flagged"),
    [
        ("20% off all our cakes.", {}, True),
        ("20% off all our cakes.", {"offer_until": date(2026, 3, 8)}, False),
        ("20% off all our cakes.", {"offer_terms": "On presentation of this post."}, False),
        ("20% off all our cakes until Sunday.", {}, False),
        ("Two loaves for the price of one.", {"offer": "Two for one"}, True),
        ("Our cakes.", {}, False),
        ("20% off all our cakes.", {"intent": "value"}, False),
        ("20% off all our cakes.", {"intent": "", "media_type": "paid"}, True),
    ],
)
def test_an_offer_needs_a_last_day_or_a_condition(text, fields, flagged):
    plan = saying(text, **{"intent": "commercial", **fields})
    assert found("offer-without-terms", plan) == ([OURS] if flagged else [])


def test_the_offer_is_named():
    [finding] = findings("offer-without-terms", saying("Come.", intent="commercial", offer="Two for one"))
    assert "Two for one" in finding.message


# --- Formulas, gaps, links ------------------------------------------------------------------------------------------


def test_a_notice_may_keep_its_formula():
    text = "Veuillez nous contacter. Nous vous remercions de votre compréhension."
    assert found("impersonal-text", saying(text)) == [OURS]
    assert found("impersonal-text", saying(text, intent="service")) == []


@pytest.mark.parametrize("kind", ["traffic", "seo"])
def test_an_objective_of_visits_needs_links(kind):
    def plan(text: str, platform: str = "facebook", **fields: object) -> Plan:
        said = saying(text, platform, **fields)
        return replace(said, objectives=tuple(replace(one, kind=kind) for one in said.objectives))

    assert found("link-missing", plan("The recipe is online.")) == [OURS]
    assert found("link-missing", plan("The recipe is online.", link="https://a.fr")) == []
    assert found("link-missing", plan("The recipe: https://a.fr/b")) == []
    assert found("link-missing", plan("The recipe: www.a.fr")) == []
    assert found("link-missing", plan("La recette : lien en bio.")) == []
    assert found("link-missing", plan("The recipe is online.", "instagram")) == []
    assert found("link-missing", plan("The recipe is online.", objective=None)) == []
    assert found("link-missing", saying("The recipe is online.")) == []


# --- Soldes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "winter", "summer"),
    [
        (2023, (date(2023, 1, 11), date(2023, 2, 7)), (date(2023, 6, 28), date(2023, 7, 25))),
        (2024, (date(2024, 1, 10), date(2024, 2, 6)), (date(2024, 6, 26), date(2024, 7, 23))),
        (2025, (date(2025, 1, 8), date(2025, 2, 4)), (date(2025, 6, 25), date(2025, 7, 22))),
        (2026, (date(2026, 1, 7), date(2026, 2, 3)), (date(2026, 6, 24), date(2026, 7, 21))),
        (2027, (date(2027, 1, 6), date(2027, 2, 2)), (date(2027, 6, 23), date(2027, 7, 20))),
        (2028, (date(2028, 1, 12), date(2028, 2, 8)), (date(2028, 6, 28), date(2028, 7, 25))),
    ],
)
def test_the_legal_periods_of_a_year(year, winter, summer):
    assert [(period.first, period.last) for period in periods(year)] == [winter, summer]


@pytest.mark.parametrize("year", range(2020, 2060))
def test_periods_begin_on_a_wednesday_within_the_days_of_the_order(year):
    winter, summer = periods(year)
    assert winter.first.weekday() == summer.first.weekday() == 2
    assert date(year, 1, 6) <= winter.first <= date(year, 1, 12)
    assert date(year, 6, 22) <= summer.first <= date(year, 6, 28)
    assert (winter.last - winter.first).days == (summer.last - summer.first).days == 27


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 1, 1), date(2026, 1, 7)),
        (date(2026, 1, 7), date(2026, 1, 7)),
        (date(2026, 2, 3), date(2026, 1, 7)),
        (date(2026, 2, 4), date(2026, 6, 24)),
        (date(2026, 7, 22), date(2027, 1, 6)),
    ],
)
def test_the_nearest_period_is_the_one_that_runs_or_the_next(day, first):
    assert nearest(day).first == first


@pytest.mark.parametrize(
    ("day", "flagged"),
    [
        (date(2026, 6, 9), True),
        (date(2026, 6, 10), False),  # two weeks before: an announcement
        (date(2026, 6, 24), False),
        (date(2026, 7, 21), False),
        (date(2026, 7, 22), True),
    ],
)
def test_soldes_have_their_days(day, flagged):
    plan = saying("Les soldes sont là.", intent="commercial")
    posts = tuple(replace(one, day=day) if one.id == 50 else one for one in plan.posts)
    assert found("soldes-outside-period", replace(plan, posts=posts)) == ([OURS] if flagged else [])


def test_soldes_are_a_french_word_of_law():
    plan = saying("Les soldes sont là.", intent="commercial")
    assert found("soldes-outside-period", replace(plan, country="BE")) == []
    undated = tuple(replace(one, day=None, at=None, status="draft") for one in plan.posts)
    assert found("soldes-outside-period", replace(plan, posts=undated)) == []
    [finding] = findings("soldes-outside-period", plan)
    assert finding.facts["days"] == (date(2026, 6, 24) - date(2026, 3, 3)).days
    assert found("soldes-outside-period", saying("Un solde bancaire négatif.")) == []


def test_the_longer_it_may_be_announced_the_less_is_found():
    plan = saying("Les soldes sont là.", intent="commercial")
    near = replace(plan, posts=tuple(replace(one, day=date(2026, 6, 1)) for one in plan.posts if one.id == 50))
    assert [len(found("soldes-outside-period", near, announced=days)) for days in (0, 22, 23, 60)] == [1, 1, 0, 0]


# --- The same words again -------------------------------------------------------------------------------------------

TEXT = "The starter is twelve years old this week, and it has eaten four tons of flour since."


def twice(first: dict | None = None, second: dict | None = None) -> Plan:
    plan = beside(post(50, 1, channel=1, text=TEXT))
    one, other = plan.posts[-1], post(51, 5, channel=2, text=TEXT)
    return replace(plan, posts=(*plan.posts[:-1], replace(one, **(first or {})), replace(other, **(second or {}))))


def day(number: int) -> dict:
    return {"day": MONDAY + timedelta(days=number)}


def test_the_same_text_on_two_platforms_is_pointed_out_where_it_comes_last():
    [finding] = findings("copy-paste-crosspost", twice())
    assert (finding.ref, finding.related, finding.severity) == (Ref("post", 51), (OURS,), Severity.INFO)
    assert (finding.facts["platforms"], finding.facts["posts"]) == ("Facebook, Instagram", 2)


@pytest.mark.parametrize(
    ("first", "second", "flagged"),
    [
        ({}, day(8), True),
        ({}, day(9), False),
        ({}, {"channel": 1}, False),
        ({}, {"channel": None}, False),
        ({"intent": "service"}, {"intent": "service"}, False),
        ({**day(-3), "status": "posted"}, day(1), True),
        ({**day(-8), "status": "posted"}, day(-1), False),
        ({}, {"status": "posted"}, True),  # the first may still be changed
        ({"status": "posted"}, {"status": "posted"}, False),
        ({"status": "cancelled"}, {}, False),
    ],
)
def test_the_same_text_matters_on_other_platforms_within_the_days(first, second, flagged):
    assert bool(found("copy-paste-crosspost", twice(first, second))) is flagged


def copied(texts: int, own: int, **fields: object) -> Plan:
    """Facebook and Instagram with `texts` texts in common, and Instagram with `own` more."""
    words = [
        "alpha bravo charlie delta echo foxtrot golf hotel india juliett".replace("a", "a" * n) for n in range(1, 30)
    ]
    both = [post(number, number, channel=1, text=words[number]) for number in range(1, texts + 1)]
    both += [post(100 + number, number, channel=2, text=words[number]) for number in range(1, texts + 1)]
    more = [post(200 + number, number, channel=2, text=words[20 + number]) for number in range(own)]
    team = (TeamMember(1, "Samira", hours_per_week=6), TeamMember(2, "Ali", hours_per_week=6))
    return bakery(posts=tuple(sorted(both + more, key=lambda one: one.day)), **{"team": team, **fields})


def test_a_channel_of_copies_is_a_warning_unless_one_person_does_it_all():
    hits = findings("copy-paste-crosspost", copied(5, 4))
    warned = [hit for hit in hits if hit.severity is Severity.WARNING]
    assert [(hit.ref, hit.facts["part"]) for hit in warned] == [(Ref("channel", 1), 100), (Ref("channel", 2), 55)]
    with translation.override("en"):
        assert "word for word" in warned[0].message
    assert [hit.ref for hit in findings("copy-paste-crosspost", copied(5, 5)) if hit.severity > Severity.INFO] == [
        Ref("channel", 1)
    ]
    assert {hit.severity for hit in findings("copy-paste-crosspost", copied(4, 0))} == {Severity.INFO}
    alone = copied(5, 4, team=(TeamMember(1, "Samira", hours_per_week=6),))
    assert {hit.severity for hit in findings("copy-paste-crosspost", alone)} == {Severity.INFO}


@pytest.mark.parametrize(
    ("first", "second", "flagged"),
    [
        ({}, {}, True),
        ({}, day(31), True),
        ({}, day(32), False),
        ({}, {"is_evergreen": True}, False),
        ({"is_evergreen": True}, {}, True),
        ({}, {"intent": "service"}, False),
        ({}, {"status": "posted"}, False),
        ({**day(-20), "status": "posted"}, day(1), True),
        ({**day(-31), "status": "posted"}, day(-1), False),
        ({}, {"text": ""}, False),
    ],
)
def test_the_same_text_on_the_same_platform_matters_within_the_days(first, second, flagged):
    plan = twice(first, {"channel": 1, **second})
    assert found("repeat-same-platform", plan) == ([Ref("post", 51)] if flagged else [])


def test_a_repetition_names_the_day_and_the_post_before():
    [finding] = findings("repeat-same-platform", twice({}, {"channel": 1}))
    assert (finding.facts["before"], finding.facts["apart"], finding.related) == (date(2026, 3, 3), 4, (OURS,))


@pytest.mark.parametrize("slug", ["copy-paste-crosspost", "repeat-same-platform"])
def test_less_likeness_and_more_days_never_find_less(slug):
    plan = twice({}, {"text": TEXT.replace("twelve", "ten"), "channel": 2 if slug.startswith("copy") else 1})
    by_likeness = [len(found(slug, plan, alike=alike)) for alike in (80, 85, 90, 95, 100)]
    by_days = [len(found(slug, plan, alike=80, days=days)) for days in (1, 3, 4, 7, 30)]
    assert by_likeness == sorted(by_likeness, reverse=True)
    assert by_days == sorted(by_days)
    assert (by_likeness[0], by_likeness[-1], by_days[0], by_days[-1]) == (1, 0, 0, 1)


# --- Only selling ---------------------------------------------------------------------------------------------------


def bare(number: int, of: int, **fields: object) -> Plan:
    selling = {"intent": "commercial", "value": "none", **fields}
    posts = tuple(post(one, 1 + one, **(selling if one < number else {"intent": "value"})) for one in range(of))
    return bakery(posts=posts)


@pytest.mark.parametrize(
    ("number", "of", "severity"),
    [
        (1, 5, None),
        (2, 9, Severity.INFO),
        (2, 4, Severity.INFO),
        (5, 9, Severity.WARNING),
        (3, 3, None),  # too few posts to judge
        (0, 5, None),
    ],
)
def test_offers_that_bring_nothing_else_may_be_one_in_five(number, of, severity):
    hits = findings("hard-sell", bare(number, of))
    assert [hit.severity for hit in hits] == ([severity] if severity else [])
    if hits:
        assert (hits[0].facts["bare"], hits[0].facts["posts"], len(hits[0].related)) == (number, of, min(number, 5))


@pytest.mark.parametrize("fields", [{"value": ""}, {"value": "inspire"}, {"intent": "value"}])
def test_only_what_was_marked_as_bringing_nothing_else_counts(fields):
    assert findings("hard-sell", bare(4, 5, **fields)) == ()


def test_posts_that_are_out_count_but_are_not_linked():
    [hit] = findings("hard-sell", bare(4, 5, status="posted"))
    assert hit.related == ()


def test_a_plan_that_only_sells_says_it_once():
    report = run(bare(5, 5), [Chosen(RULES["only-commercial"]), Chosen(RULES["hard-sell"])])
    assert [finding.rule.slug for finding in report.findings] == ["only-commercial"]


@pytest.mark.parametrize(
    ("slug", "name", "values"),
    [("hard-sell", "at_most", (0, 20, 40, 60, 100)), ("hard-sell", "min_posts", (2, 4, 6, 50))],
)
def test_a_higher_threshold_never_finds_more(slug, name, values):
    counts = [len(findings(slug, bare(2, 5), **{name: value})) for value in values]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == 1
    assert counts[-1] == 0


def test_an_account_on_a_channel_that_is_gone_is_no_account():
    plan = saying("a" * 500, "instagram")
    assert found("hook-hidden", replace(plan, channels=(channel(1, "facebook"),))) == []
