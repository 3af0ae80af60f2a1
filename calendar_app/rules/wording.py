"""One post’s words: do they beg, repeat a formula, leave a gap, lead nowhere."""

from dataclasses import replace

from calendar_app.plan.snapshot import Plan

from . import sources
from .core import Example, Fix, Hit, Hits, Point, Severity, rule
from .drafts import saying, written
from .prose import gettext_lazy as _
from .text import gap

_LINK_ELSEWHERE = ("en bio", "in bio", "commentaire", "comments", "en story", "in profile")


@rule(
    "engagement-bait",
    Severity.INFO,
    point=Point.CALENDAR,
    scope=("post",),
    errors=(4,),
    seeds=("S3-8",),
    sources=(sources.TWELVE_ERRORS, sources.META_2017),
    grade="A",
    needs=("texts",),
    title=_("Begging for reactions"),
    why=_("Facebook and Instagram show such posts to fewer people, and what people type says nothing to anyone."),
    instead=_("Ask something whose answer you would like to know."),
    message=_("“%(words)s” asks for a reaction, not for an answer."),
    measured=_("found in the text: %(words)s"),
    benchmark=_("Meta has shown such posts to fewer people since 2017"),
    caution=_("Calls for help, such as for a missing person, are exempt."),
    fix=Fix("post.edit", _("Ask a real question"), "text"),
    flagged=Example(
        _("“Tag two friends who love warm bread!”"),
        lambda: saying("Tag two friends who love warm bread!"),
    ),
    fine=Example(
        _("“Which bread did your grandmother buy?”"),
        lambda: saying("Which bread did your grandmother buy?"),
    ),
)
def engagement_bait(plan: Plan) -> Hits:
    for one, _channel, found in written(plan):
        if found.begging:
            yield Hit(one.ref, {"words": ", ".join(found.begging)})


@rule(
    "impersonal-text",
    Severity.INFO,
    point=Point.CALENDAR,
    scope=("post",),
    errors=(7, 11),
    seeds=("S3-18", "S3-13"),
    sources=(sources.TWELVE_ERRORS,),
    grade="C",
    needs=("texts",),
    title=_("A ready-made phrase"),
    why=_("Everybody’s phrase is nobody’s: readers skip it, and with it what comes behind."),
    instead=_("Say it as you would at the counter."),
    message=_("“%(words)s” could be anybody’s."),
    measured=_("found in the text: %(words)s"),
    benchmark=_("your own words"),
    caution=_("A notice may keep its formula: posts that inform are not looked at."),
    fix=Fix("post.edit", _("Say it in your own words"), "text"),
    flagged=Example(
        _("“We are thrilled to announce our new loaf.”"),
        lambda: saying("We are thrilled to announce our new loaf."),
    ),
    fine=Example(
        _("“Our new loaf took us three winters.”"),
        lambda: saying("Our new loaf took us three winters."),
    ),
)
def impersonal_text(plan: Plan) -> Hits:
    for one, _channel, found in written(plan):
        if found.canned and not one.is_service:
            yield Hit(one.ref, {"words": ", ".join(found.canned)})


@rule(
    "placeholder-left",
    Severity.ERROR,
    point=Point.CALENDAR,
    scope=("post",),
    seeds=("S2-18",),
    grade="C",
    needs=("texts",),
    title=_("A gap left in the text"),
    why=_("Once it is out, everybody sees that nobody read it."),
    instead=_("Fill the gap, or take the sentence out."),
    message=_("“%(words)s” is still to be filled in."),
    measured=_("found in the text: %(words)s"),
    benchmark=_("none"),
    fix=Fix("post.edit", _("Fill the gap"), "text"),
    flagged=Example(_("“Open on Monday from [time].”"), lambda: saying("Open on Monday from [time].")),
    fine=Example(_("“Open on Monday from seven.”"), lambda: saying("Open on Monday from seven.")),
)
def placeholder_left(plan: Plan) -> Hits:
    for one, _channel, _signals in written(plan):
        if found := gap(one.text):
            yield Hit(one.ref, {"words": found})


@rule(
    "link-missing",
    Severity.INFO,
    point=Point.CALENDAR,
    scope=("post",),
    seeds=("S4-16",),
    grade="C",
    needs=("texts",),
    title=_("Nowhere to go"),
    why=_("This post is there to bring people somewhere, and has no link by which they could come."),
    instead=_("Add the address of the page that it is about."),
    message=_("The objective “%(objective)s” wants visits; this post has no link."),
    measured=_("no link"),
    benchmark=_("a link in each post for such an objective"),
    caution=_("Where links cannot be clicked, such as on Instagram and TikTok, nothing is said."),
    fix=Fix("post.edit", _("Add the link"), "link"),
    flagged=Example(_("A post for an objective of visits, without a link."), lambda: _for_visits("")),
    fine=Example(_("The same post with its link."), lambda: _for_visits("https://fournil.example/brioche")),
)
def link_missing(plan: Plan) -> Hits:
    visits = {objective.id: objective for objective in plan.objectives if objective.kind in {"traffic", "seo"}}
    for one, its_channel, _signals in written(plan):
        if one.objective not in visits or one.link or "://" in one.text or "www." in one.text:
            continue
        says_where = any(where in one.text.casefold() for where in _LINK_ELSEWHERE)
        if its_channel and its_channel.platform.has_links and not says_where:
            yield Hit(one.ref, {"objective": visits[one.objective].statement}, related=(visits[one.objective].ref,))


def _for_visits(link: str) -> Plan:
    """The bakery wants visits, and every post but perhaps the last has its link."""
    page = "https://fournil.example/brioche"
    plan = saying("The brioche recipe that you asked for is online.")
    *others, last = plan.posts
    posts = (*(replace(one, link=page) for one in others), replace(last, link=link))
    return replace(plan, posts=posts, objectives=tuple(replace(one, kind="traffic") for one in plan.objectives))
