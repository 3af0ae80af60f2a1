"""What readers must be told of a post for which somebody got something. This is no legal advice."""

from collections.abc import Iterator

from calendar_app.plan.snapshot import Channel, Plan, Post

from . import sources
from .core import Example, Fix, Hit, Hits, Point, Severity, rule
from .drafts import saying, written
from .prose import gettext_lazy as _
from .text import clear_label, is_out_of_sight, vague_label

_WRITE = Fix("post.edit", _("Say it at the start of the text"), "text")
_LAW = (sources.LAW_2023_451, sources.ARPP, sources.CAP, sources.FTC_2019)
_NO_ADVICE = _(
    "This is no legal advice. An equivalent wording may do, and the platform’s own label counts once ticked."
)


def _unlabelled(plan: Plan) -> Iterator[tuple[Post, Channel | None, str]]:
    """Posts with a text that may need a label of their own, for the platform’s is not switched on; their language."""
    for one, its_channel, found in written(plan):
        if (found.labels or one.material_link) and not one.platform_label:
            yield one, its_channel, found.language


@rule(
    "undisclosed-sponsorship",
    Severity.ERROR,
    point=Point.CALENDAR,
    scope=("post",),
    errors=(8,),
    seeds=("S3-14",),
    sources=_LAW,
    grade="A",
    needs=("texts",),
    hides=("disclosure-ambiguous",),
    title=_("A partnership that is not told"),
    why=_("The law asks for it wherever something was given in return, and readers forgive silence less than money."),
    instead=_("Begin with “Ad” or “Paid partnership”; in French with « Publicité » or « Collaboration commerciale »."),
    message=_("Something was given in return for this post, and the text does not say so."),
    measured=_("no clear label in the text, and none of the platform’s"),
    benchmark=_("a clear label where everybody sees it"),
    caution=_NO_ADVICE,
    fix=_WRITE,
    flagged=Example(
        _("A tablecloth that was a gift, shown without a word about it."),
        lambda: saying("Look at this tablecloth, it came this morning.", material_link="gifted"),
    ),
    fine=Example(
        _("The same post beginning with “Ad”."),
        lambda: saying("Ad: look at this tablecloth, it came this morning.", material_link="gifted"),
    ),
)
def undisclosed_sponsorship(plan: Plan) -> Hits:
    for one, _channel, language in _unlabelled(plan):
        if one.material_link and clear_label(one.text, language) is None:
            partner = None if one.partner is None else plan.partner_by_id.get(one.partner)
            yield Hit(one.ref, related=(partner.ref,) if partner else ())


@rule(
    "disclosure-ambiguous",
    Severity.WARNING,
    point=Point.CALENDAR,
    scope=("post",),
    errors=(8,),
    seeds=("S3-14",),
    sources=_LAW,
    grade="A",
    needs=("texts",),
    title=_("A label that leaves readers guessing"),
    why=_("Abbreviations and thanks do not tell that somebody paid; authorities say so by name."),
    instead=_("Replace it by “Ad” or “Paid partnership”; in French by « Publicité » or « Collaboration commerciale »."),
    message=_("“%(words)s” is too vague."),
    measured=_("found in the text: %(words)s"),
    benchmark=_("a label that needs no explanation"),
    caution=_NO_ADVICE,
    fix=_WRITE,
    flagged=Example(
        _("A bag shown with “#collab” and nothing else."), lambda: saying("My new bag and I, at last. #collab")
    ),
    fine=Example(
        _("The same with “Paid partnership” at the start."),
        lambda: saying("Paid partnership. My new bag and I, at last. #collab"),
    ),
)
def disclosure_ambiguous(plan: Plan) -> Hits:
    for one, _channel, language in _unlabelled(plan):
        words = vague_label(one.text, language, is_given=bool(one.material_link))
        if words and clear_label(one.text, language) is None:
            yield Hit(one.ref, {"words": words})


@rule(
    "disclosure-hidden",
    Severity.WARNING,
    point=Point.CALENDAR,
    scope=("post",),
    errors=(8,),
    seeds=("S3-14",),
    sources=_LAW,
    grade="A",
    needs=("texts",),
    title=_("A label that nobody sees"),
    why=_("A label counts only where it is read before the rest: not behind “see more”, not among the last hashtags."),
    instead=_("Move it to the start."),
    message=_("“%(words)s” comes where few will read it."),
    measured=_("it stands after %(start)d characters, or among the last hashtags"),
    benchmark=_("within what is shown at first"),
    worse=("start",),
    caution=_NO_ADVICE,
    fix=_WRITE,
    flagged=Example(
        _("“#sponsored” as the last of four hashtags."),
        lambda: saying("Look at this tablecloth, it came this morning. #table #linen #blue #sponsored"),
    ),
    fine=Example(
        _("“Sponsored” as the first word."),
        lambda: saying("Sponsored: look at this tablecloth, it came this morning. #table #linen #blue"),
    ),
)
def disclosure_hidden(plan: Plan) -> Hits:
    for one, its_channel, language in _unlabelled(plan):
        label = clear_label(one.text, language)
        visible = its_channel.platform.visible_chars if its_channel else None
        if label is not None and is_out_of_sight(label, one.text, visible):
            yield Hit(one.ref, {"words": label.words, "start": label.start})
