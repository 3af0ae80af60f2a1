"""Plans as odd as they come: every field that the rules read, with values that do not fit together."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from calendar_app.plan.examples import PLATFORMS
from calendar_app.plan.snapshot import (
    Absence,
    Action,
    Advocate,
    Answering,
    BudgetLine,
    Channel,
    Closure,
    CommunityCount,
    Listening,
    Measure,
    Objective,
    Persona,
    Plan,
    Post,
    ResponseCase,
    Review,
    TeamMember,
    Trial,
    Use,
)

NUMBERS = st.integers(0, 4)
SOMEONE = st.none() | NUMBERS
TODAYS = st.dates(date(2026, 1, 1), date(2026, 4, 30))
DATES = st.dates(date(2023, 1, 1), date(2027, 12, 31))
MAYBE = st.none() | DATES
WORDS = st.sampled_from(["", " ", "a" * 300, "Merci !", "👩‍🍳", "https://a.fr", "100 % [prénom] %(x)s"])
ANSWERS = st.sampled_from(["", "yes", "no", "unsure"])
SKILLS = st.lists(st.sampled_from(["copy", "photo", "video", "podcast"]), max_size=3).map(tuple)


def some(strategy, most=4):
    return st.lists(strategy, max_size=most).map(tuple)


TRIALS = st.builds(
    Trial,
    *[WORDS] * 3,
    start_on=MAYBE,
    end_on=MAYBE,
    owner=SOMEONE,
    outcome=st.sampled_from(["", "adopt", "extend", "stop"]),
)
CHANNELS = st.builds(
    Channel,
    NUMBERS,
    st.sampled_from(list(PLATFORMS.values())),
    st.sampled_from(["", "Le fournil"]),
    status=st.sampled_from(["adopted", "testing", "paused", "left"]),
    reason=st.sampled_from(["", "persona", "listening", "popular", "trend", "competitor", "boss", "habit"]),
    personas=some(NUMBERS),
    objectives=some(NUMBERS),
    responder=SOMEONE,
    backup=SOMEONE,
    weekly_target=st.none() | st.floats(0, 20),
    own_char_max=st.none() | st.integers(1, 500),
    since=MAYBE,
    left_on=MAYBE,
    is_care_only=st.booleans(),
    exit_kind=st.sampled_from(["", "values", "results"]),
    exit_reason=WORDS,
    created_on=MAYBE,
    tests=some(TRIALS, 2),
)
POSTS = st.builds(
    Post,
    NUMBERS,
    WORDS,
    SOMEONE,
    st.sampled_from(["idea", "planned", "draft", "in_review", "approved", "posted", "cancelled"]),
    MAYBE,
    text=WORDS,
    intent=st.sampled_from(["", "value", "conversation", "commercial", "service"]),
    invites_reply=st.booleans(),
    persona=SOMEONE,
    objective=SOMEONE,
    adapted_from=SOMEONE,
    format=st.sampled_from(["", "carousel", "long_video", "hologram"]),
    minutes_planned=st.none() | st.integers(0, 6000),
    minutes_spent=st.none() | st.integers(0, 6000),
)
SPANS = st.tuples(DATES, st.integers(0, 60)).map(lambda span: (span[0], span[0] + timedelta(days=span[1])))
ANSWERING = st.builds(
    Answering,
    st.booleans(),
    WORDS,
    WORDS,
    st.booleans(),
    cases=some(
        st.builds(
            ResponseCase,
            st.sampled_from(["question", "technical", "compliment", "complaint", "insult", "crisis"]),
            st.sampled_from(["", "answer", "private", "thank", "escalate", "hide", "ignore"]),
            st.none() | st.integers(0, 720),
            SOMEONE,
            st.booleans(),
            WORDS,
        ),
        6,
    ),
)
LISTENING = st.builds(
    Listening,
    cadence_days=st.none() | st.integers(1, 366),
    owner=SOMEONE,
    hours_per_week=st.none() | st.floats(0, 40),
    places=some(st.sampled_from(["watch", "care"])),
    keyword_families=some(st.sampled_from(["brand", "product", "competitor", "sector"])),
    since=MAYBE,
)
REVIEWS = some(
    st.builds(
        Review,
        DATES,
        channel=SOMEONE,
        proves=ANSWERS,
        fits_values=ANSWERS,
        decision=st.sampled_from(["", "keep", "change", "pause", "stop"]),
        next_on=MAYBE,
    ),
    6,
).map(lambda reviews: tuple(sorted(reviews, key=lambda review: review.on)))
MEASURES = some(st.builds(Measure, DATES, st.floats(0, 100)), 3).map(
    lambda measures: tuple(sorted(measures, key=lambda measure: measure.on))
)

PLANS = st.builds(
    Plan,
    TODAYS,
    DATES,
    channels=some(CHANNELS, 5),
    personas=some(st.builds(Persona, NUMBERS, WORDS, uses=some(st.builds(Use, st.sampled_from(list(PLATFORMS)))))),
    objectives=some(
        st.builds(
            Objective,
            NUMBERS,
            WORDS,
            kind=st.sampled_from(["visibility", "customer_care"]),
            status=st.sampled_from(["active", "reached", "dropped"]),
            owner=SOMEONE,
            measures=MEASURES,
        )
    ),
    team=some(
        st.builds(
            TeamMember,
            NUMBERS,
            WORDS,
            st.sampled_from(["owner", "dedicated", "side_job", "intern", "freelance", "agency"]),
            st.floats(0, 80),
            skill_set=SKILLS,
            stand_in=SOMEONE,
            ends_on=MAYBE,
        )
    ),
    listening=LISTENING,
    posts=some(POSTS, 12),
    answering=ANSWERING,
    reviews=REVIEWS,
    budget=some(
        st.builds(
            BudgetLine, st.sampled_from(["promotion", "tool"]), st.sampled_from([Decimal(0), Decimal(5)]), st.booleans()
        )
    ),
    absences=some(st.tuples(NUMBERS, SPANS).map(lambda away: Absence(away[0], *away[1]))),
    closures=some(SPANS.map(lambda span: Closure(*span))),
    actions=some(
        st.builds(
            Action,
            st.sampled_from(["training", "other"]),
            skill=st.sampled_from(["", "video"]),
            done_on=MAYBE,
        )
    ),
    advocates=some(st.builds(Advocate, NUMBERS, WORDS, st.integers(1, 9), MAYBE)),
    community=some(st.builds(CommunityCount, st.integers(1, 9), st.integers(0, 50), DATES)),
)
