"""The same words again: on another platform in the same days, or on the same platform soon after."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from calendar_app.plan.examples import beside, post
from calendar_app.plan.snapshot import Channel, Plan, Post

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import gettext_lazy as _
from .prose import ngettext_lazy
from .text import Dated, repeats

MOST_LINKED = 5  # posts named in a finding: as many as one reads
_TEXT = "The starter is twelve years old this week, and it has eaten four tons of flour since."


def _texts(posts: Sequence[Post]) -> list[Dated]:
    """The dated posts that have a text of their own making: notices may well be the same everywhere."""
    return [Dated(one.id, one.day, one.text) for one in posts if one.day and one.text and not one.is_service]


@rule(
    "copy-paste-crosspost",
    Severity.INFO,
    point=Point.CALENDAR,
    scope=("post", "channel"),
    seeds=("S4-21", "S4-23"),
    sources=(sources.CAVAZZA, sources.GIRARD, sources.SPROUT_DUPLICATES),
    grade="B",
    needs=("posts",),
    title=_("The same text everywhere"),
    why=_("Each platform has its own length, tone and habits; whoever follows you on two reads the same thing twice."),
    instead=_("Keep the idea. Write another opening, and adapt the length and the tags."),
    message=_("The same text on %(platforms)s."),
    measured=ngettext_lazy(
        "%(posts)d posts that are at least %(alike)d %% alike, within %(days)d day",
        "%(posts)d posts that are at least %(alike)d %% alike, within %(days)d days",
        "days",
    ),
    benchmark=_("another opening for each platform"),
    worse=("posts",),
    caution=_("With one pair of hands, the same text is better than none: then it is advice, never a warning."),
    fix=Fix("post.edit", _("Adapt this one"), "text"),
    flagged=Example(_("The same sentence on Facebook and, four days later, on Instagram."), lambda: _twice(channel=2)),
    fine=Example(
        _("The same idea in other words."),
        lambda: _twice(channel=2, text="Twelve years, four tons of flour: our starter has its birthday. Cake?"),
    ),
)
def copy_paste_crosspost(
    plan: Plan,
    *,
    alike: Annotated[int, _("words in common from which on two texts are the same, in %"), Between(80, 100)] = 90,
    days: Annotated[int, _("days within which they are"), Between(1, 60)] = 7,
    share: Annotated[int, _("share of a channel’s posts above which it is a warning, in %"), Between(0, 100)] = 50,
    min_posts: Annotated[int, _("posts from which on one channel is judged"), Between(2, 50)] = 5,
) -> Hits:
    copied: dict[int, set[int]] = defaultdict(set)
    posts = plan.between(plan.today - timedelta(days=days), plan.today + timedelta(days=366))
    for group in _groups(plan, _texts(posts), alike / 100, days):
        channels = {one.channel for one in group if one.channel is not None} & plan.channel_by_id.keys()
        if len(channels) > 1:
            for one in group:
                copied[one.channel or 0].add(one.id)
            yield from _of_group(plan, group, channels)
    for channel in plan.channels_in_use:
        own = [one for one in plan.posts_on(channel, plan.today) if one.text]
        copies = [one for one in own if one.id in copied[channel.id]]
        if len(own) >= min_posts and not plan.is_solo and 100 * len(copies) > share * len(own):
            yield _of_channel(channel, own, copies)


def _groups(plan: Plan, texts: Sequence[Dated], least: float, days: int) -> Iterator[list[Post]]:
    """Posts of the same words, each with all others that are linked to it by the days between."""
    group_of: dict[int, list[Post]] = {}
    for one, earlier in repeats(texts, least, days):
        group = group_of.setdefault(earlier.number, [plan.post_by_id[earlier.number]])
        group.append(plan.post_by_id[one.number])
        group_of[one.number] = group
    yield from {id(group): group for group in group_of.values()}.values()


def _of_group(plan: Plan, group: Sequence[Post], channels: Iterable[int]) -> Hits:
    open_ones = [one for one in group if one.status != "posted" and one.day and one.day >= plan.today]
    if open_ones:
        last = open_ones[-1]
        names = sorted(plan.channel_by_id[number].label for number in channels)
        others = tuple(one.ref for one in group if one is not last)[:MOST_LINKED]
        yield Hit(last.ref, {"posts": len(group), "platforms": ", ".join(names)}, related=others)


_OF_CHANNEL = {
    "message": _("%(part)d %% of the texts on %(channel)s stand word for word on another platform."),
    "measured": ngettext_lazy("%(posts)d of %(of)d posts to come", "%(posts)d of %(of)d posts to come", "posts"),
    "benchmark": _("at most %(share)d %%"),
}


def _of_channel(channel: Channel, own: Sequence[Post], copies: Sequence[Post]) -> Hit:
    part = 100 * len(copies) // len(own)
    facts = {"channel": channel.label, "part": part, "posts": len(copies), "of": len(own)}
    related = tuple(one.ref for one in copies)[:MOST_LINKED]
    return Hit(channel.ref, facts, Severity.WARNING, related, says=_OF_CHANNEL)


@rule(
    "repeat-same-platform",
    Severity.INFO,
    point=Point.CALENDAR,
    scope=("post",),
    seeds=("S4-23",),
    sources=(sources.SPROUT_DUPLICATES,),
    grade="C",
    needs=("posts",),
    title=_("Already said here"),
    why=_("Whoever reads the same post twice within weeks believes that nobody is at the other end."),
    instead=_("Write it anew, or wait until those who read it have forgotten it."),
    message=_("Nearly the same text goes out here on %(before)s."),
    measured=ngettext_lazy("%(apart)d day apart", "%(apart)d days apart", "apart"),
    benchmark=ngettext_lazy("at least %(days)d day", "at least %(days)d days", "days"),
    worse=("-apart",),
    caution=_("Posts marked as timeless may come again, and notices are the same by nature."),
    fix=Fix("post.edit", _("Write it anew"), "text"),
    flagged=Example(_("The same sentence on Facebook, twice within a week."), lambda: _twice(channel=1)),
    fine=Example(
        _("The same sentence twice, the second marked as timeless."), lambda: _twice(channel=1, is_evergreen=True)
    ),
)
def repeat_same_platform(
    plan: Plan,
    *,
    days: Annotated[int, _("days within which a text is a repetition"), Between(1, 365)] = 30,
    alike: Annotated[int, _("words in common from which on two texts are the same, in %"), Between(80, 100)] = 90,
) -> Hits:
    for channel in plan.channels_in_use:
        texts = _texts(plan.posts_on(channel, plan.today - timedelta(days=days)))
        for one, earlier in repeats(texts, alike / 100, days):
            repeated, before = plan.post_by_id[one.number], plan.post_by_id[earlier.number]
            is_open = repeated.status != "posted" and one.day >= plan.today
            if is_open and not repeated.is_evergreen:
                facts = {"before": earlier.day, "apart": (one.day - earlier.day).days}
                yield Hit(repeated.ref, facts, related=(before.ref,))


def _twice(**second: object) -> Plan:
    plan = beside(post(50, 1, channel=1, text=_TEXT))
    again = replace(post(51, 5, channel=1, text=_TEXT), **second)  # type: ignore[arg-type]
    return replace(plan, posts=(*plan.posts, again))
