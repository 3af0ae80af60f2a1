"""One post’s text and pictures."""

from dataclasses import replace
from typing import Any

from calendar_app.plan.examples import beside, channel, ines, picture, post
from calendar_app.plan.snapshot import Media, Plan, Use

from . import sources
from .core import Example, Fix, Hit, Hits, Point, Severity, rule
from .drafts import saying, written
from .prose import gettext_lazy as _
from .prose import ngettext_lazy
from .text import BYTES_EACH, hashtags, hides_its_point, length, size


def _on_x(words: str) -> Plan:
    plan = beside(post(50, 1, channel=2, text=words))
    uses = (Use("facebook", evidence="She said so."), Use("x", evidence="She said so."))
    return replace(plan, channels=(plan.channels[0], channel(2, "x")), personas=(ines(uses=uses),))


_IN_BYTES = _("%(length)s bytes for %(channel)s, which takes %(limit)s.")


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
    for one, its_channel, _signals in written(plan):
        if its_channel is None or its_channel.char_max is None:
            continue
        counting, limit = its_channel.platform.counting, its_channel.char_max
        characters, says = length(one.text, counting), {}
        if characters <= limit:
            # Within the characters, piled-up emoji and accents may still be too many bytes.
            characters, limit, says = size(one.text, counting), limit * BYTES_EACH, {"message": _IN_BYTES}
        if characters > limit:
            facts = {
                "channel": its_channel.label,
                "length": float(characters),
                "limit": float(limit),
                "over": float(characters - limit),
            }
            yield Hit(one.ref, facts, says=says)


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
        _("A photograph of the oven, without alternative text."), lambda: beside(post(50, 1, media=(picture(),)))
    ),
    fine=Example(
        _("The same photograph, described in a sentence."),
        lambda: beside(post(50, 1, media=(picture(alt_text="Twenty loaves on the oven’s lip."),))),
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


@rule(
    "missing-captions",
    Severity.WARNING,
    point=Point.CALENDAR,
    scope=("post",),
    seeds=("S1-2",),
    sources=(sources.VERIZON,),
    grade="A",
    needs=("texts",),
    title=_("A video without captions"),
    why=_("Most people watch without sound, and some hear none: without captions, the words are lost on them."),
    instead=_("Let the platform write captions, correct them, and say so here. A video without speech needs none."),
    message=ngettext_lazy(
        "%(videos)d video has no captions.",
        "%(videos)d videos have no captions.",
        "videos",
    ),
    measured=_("without captions: %(labels)s"),
    benchmark=_("captions wherever someone speaks"),
    worse=("videos",),
    caution=_("If nobody speaks in it, tick “no speech”: nothing will be missing."),
    fix=Fix("post.edit", _("Say that it has captions"), "media"),
    flagged=Example(
        _("A video in which the baker speaks, without captions."), lambda: beside(post(50, 1, media=(_video(),)))
    ),
    fine=Example(
        _("The same video with captions, and another in which nobody speaks."),
        lambda: beside(post(50, 1, media=(_video(has_captions=True), _video(no_speech=True)))),
    ),
)
def missing_captions(plan: Plan) -> Hits:
    for one in plan.in_preparation:
        silent = [
            media for media in one.media if media.kind == "video" and not media.has_captions and not media.no_speech
        ]
        if silent:
            yield Hit(one.ref, {"videos": len(silent), "labels": ", ".join(media.label for media in silent)})


def _video(**fields: Any) -> Media:
    return Media(1, "video", "petrissage.mp4", alt_text="Hands in the dough.", **fields)


@rule(
    "hook-hidden",
    Severity.INFO,
    point=Point.CALENDAR,
    scope=("post",),
    seeds=("S0-12", "S1-2"),
    sources=(sources.SOCIALK, sources.BUFFER),
    grade="B",
    needs=("texts",),
    title=_("The point comes after “see more”"),
    why=_("One decides in a second whether to stop. What stands behind the fold is not part of that second."),
    instead=_("Begin with what the reader gains, or with the question. Tags and thanks can wait."),
    message=_("The first %(visible)d characters, which are all that %(channel)s shows, do not come to a point."),
    measured=_("shown at first: “%(shown)s”"),
    benchmark=_("a sentence, or a part of one, that is over within %(visible)d characters"),
    caution=_("What is shown at first depends on the device; the figure is that of a telephone."),
    fix=Fix("post.edit", _("Write another beginning"), "text"),
    flagged=Example(
        _("On Instagram, a sentence that winds along for 170 characters."),
        lambda: saying(f"{_WINDING} and that is why it keeps for five days. Come and taste it", "instagram"),
    ),
    fine=Example(
        _("The same sentence behind a short one."),
        lambda: saying(f"This bread keeps for five days. {_WINDING}", "instagram"),
    ),
)
def hook_hidden(plan: Plan) -> Hits:
    for one, its_channel, _signals in written(plan):
        # Where posts have a title, it is the title that is seen first.
        if its_channel is None or not its_channel.platform.visible_chars or its_channel.platform.title_max:
            continue
        visible = its_channel.platform.visible_chars
        if hides_its_point(one.text, visible):
            shown = " ".join(one.text.strip()[:visible].split())
            yield Hit(one.ref, {"channel": its_channel.label, "visible": visible, "shown": shown})


_WINDING = (
    "When the flour that comes from the mill behind the church meets the water that we warm at four in the morning "
    "the dough begins to do something"
)


@rule(
    "too-many-hashtags",
    Severity.INFO,
    point=Point.CALENDAR,
    scope=("post",),
    sources=(sources.ZEE_NEWS, sources.SOCIALK, sources.BUFFER),
    grade="A",
    needs=("texts",),
    title=_("Too many hashtags"),
    why=_("Platforms use the first few, or none at all when there are many; readers see a wall."),
    instead=_("Keep those that somebody would search for to find exactly this."),
    message=ngettext_lazy("%(tags)d hashtag on %(channel)s.", "%(tags)d hashtags on %(channel)s.", "tags"),
    measured=ngettext_lazy("%(tags)d hashtag", "%(tags)d hashtags", "tags"),
    benchmark=_("at most %(limit)d are advised"),
    worse=("tags",),
    caution=_("An event may ask for its own hashtags. Drop others for them."),
    fix=Fix("post.edit", _("Choose among the hashtags"), "text"),
    flagged=Example(_("Seven hashtags on Instagram, which takes five."), lambda: saying(_tagged(7), "instagram")),
    fine=Example(_("Three hashtags."), lambda: saying(_tagged(3), "instagram")),
)
def too_many_hashtags(plan: Plan) -> Hits:
    for one, its_channel, _signals in written(plan):
        if its_channel is None or "#" not in one.text:
            continue
        most, advised = its_channel.platform.hashtags_max, its_channel.platform.hashtags_soft
        tags = len(hashtags(one.text))
        facts = {"channel": its_channel.label, "tags": tags}
        if most is not None and tags > most:
            yield Hit(one.ref, {**facts, "limit": most}, Severity.ERROR, says={"benchmark": _TAKEN})
        elif advised is not None and tags > advised:
            yield Hit(one.ref, {**facts, "limit": advised})


_TAKEN = _("the platform takes %(limit)d")


def _tagged(tags: int) -> str:
    return "The rye loaf is out of the oven. " + " ".join(f"#rye{'e' * number}" for number in range(tags))
