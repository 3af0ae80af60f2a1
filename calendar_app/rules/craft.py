"""One post’s text and pictures."""

from calendar_app.plan.examples import bakery, channel, picture, post
from calendar_app.plan.snapshot import Plan

from . import sources
from .core import Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import gettext_lazy as _
from .prose import ngettext_lazy
from .text import length


def _on_x(words: str) -> Plan:
    return bakery(channels=(channel(1, "x"),), posts=(post(1, text=words),))


@rule(
    "over-char-limit",
    Severity.ERROR,
    point=Point.CALENDAR,
    scope=("post",),
    seeds=("S4-23",),
    sources=(sources.BUFFER, sources.PUBLER, sources.SOCIALK),
    grade="A",
    needs=("texts",),
    worse=("length",),
    title=_("Longer than the platform takes"),
    why=_("The platform refuses the text, or cuts it, on the very day it should go out."),
    instead=_("Shorten it, or move the rest into a reply or behind a link."),
    message=_("%(length)s characters for %(channel)s, which takes %(limit)s."),
    measured=_("%(over)s too many, counted as the platform counts"),
    benchmark=_("at most %(limit)s"),
    caution=_("An account that may write more, such as a paid one, has its own limit in the channel’s settings."),
    fix=Fix("post.edit", _("Shorten the text"), "text"),
    flagged=Example(_("A text of 281 characters on X."), lambda: _on_x("a" * 281)),
    fine=Example(_("A text of 280 characters on X."), lambda: _on_x("a" * 280)),
)
def over_char_limit(plan: Plan) -> Hits:
    for one in plan.in_preparation:
        its_channel = None if one.channel is None else plan.channel_by_id.get(one.channel)
        if its_channel is None or its_channel.char_max is None or not one.text:
            continue
        characters, limit = length(one.text, its_channel.platform.counting), its_channel.char_max
        if characters > limit:
            yield Hit(
                one.ref,
                {
                    "channel": its_channel.label,
                    "length": float(characters),
                    "limit": float(limit),
                    "over": float(characters - limit),
                },
            )


@rule(
    "missing-alt-text",
    Severity.WARNING,
    point=Point.CALENDAR,
    scope=("post",),
    grade="A",
    needs=("texts",),
    worse=("pictures",),
    title=_("A picture without words"),
    why=_("People who do not see the picture hear its alternative text, or nothing at all."),
    instead=_("Say in a sentence what matters in the picture. If it is mere decoration, mark it as such."),
    message=ngettext_lazy(
        "%(pictures)d picture has no alternative text.",
        "%(pictures)d pictures have no alternative text.",
        "pictures",
    ),
    measured=_("without words: %(labels)s"),
    benchmark=_("a sentence for every picture that says something"),
    fix=Fix("post.edit", _("Describe the picture"), "media"),
    flagged=Example(
        _("A photograph of the oven, without alternative text."), lambda: bakery(posts=(post(1, media=(picture(),)),))
    ),
    fine=Example(
        _("The same photograph, described in a sentence."),
        lambda: bakery(posts=(post(1, media=(picture(alt_text="Twenty loaves on the oven’s lip."),)),)),
    ),
)
def missing_alt_text(plan: Plan) -> Hits:
    for one in plan.in_preparation:
        silent = [
            media
            for media in one.media
            if media.kind == "image" and not media.is_decorative and not media.alt_text.strip()
        ]
        if silent:
            yield Hit(one.ref, {"pictures": len(silent), "labels": ", ".join(media.label for media in silent)})
