"""How many hours a post takes. Pure: no Django.

The hours of a format are estimates of ours (grade C), in line with VerticalResponse (2012); what the team noted down of
its own posts comes before them. What a platform's usual post and the fixed work take is in calendar_app.workload.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from calendar_app.workload import A_POST_ON, AN_IMAGE, IN_ANY_CASE

A_FORMAT: Mapping[str, float] = {
    "text": 0.3,
    "image": 0.5,
    "carousel": 1.5,
    "short_video": 1.5,
    "long_video": 8.0,
    "story": 0.2,
    "article": 3.0,
    "newsletter": 3.0,
    "live": 3.0,
    "poll": 0.25,
    "link": 0.25,
}
# To fit a post that is there to another platform: 0.3 to 0.4 of writing it.
ADAPTING = 0.35
# Of the time that goes into any week, listening is this much; a plan that says more exactly wins.
LISTENING = 0.5
# A format of which so many posts were timed is known better than any estimate.
ENOUGH = 5


def learnt(spent: Iterable[tuple[str, int | None]]) -> Mapping[str, float]:
    """Hours of a post of each format as they were, from pairs of a format and the minutes noted down."""
    found: dict[str, list[int]] = defaultdict(list)
    for name, minutes in spent:
        if name and minutes is not None:
            found[name].append(minutes)
    return {name: sum(each) / len(each) / 60 for name, each in found.items() if len(each) >= ENOUGH}


def hours(name: str, platform: str, known: Mapping[str, float], *, is_adapted: bool = False) -> float:
    """Hours for a post of the format `name`; without one, for what the platform usually carries."""
    whole = known.get(name)
    if whole is None:
        whole = A_FORMAT.get(name)
    if whole is None:
        whole = float(A_POST_ON.get(platform, AN_IMAGE))
    return whole * ADAPTING if is_adapted else whole


def in_any_case(listening: float | None) -> float:
    """Hours a week for planning, listening and measuring, where `listening` is what the plan says of listening."""
    return float(IN_ANY_CASE) - LISTENING + (LISTENING if listening is None else listening)
