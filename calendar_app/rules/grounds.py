"""What an objective rests on: listening, answers, links."""

from datetime import date
from typing import Annotated

from calendar_app.plan.examples import bakery, cakes
from calendar_app.plan.snapshot import Listening, Plan, Post

from . import sources
from .core import Between, Example, Fix, Hit, Hits, Point, Severity, rule
from .prose import Prose
from .prose import gettext_lazy as _
from .shares import percent, to_change


def _wants(kind: str) -> Plan:
    """The bakery with an objective of that kind, to be reached by the end of the year."""
    return bakery(objectives=(cakes(kind=kind, due_on=date(2026, 12, 31)),))


@rule(
    "objective-without-plan",
    Severity.WARNING,
    point=Point.STRATEGY,
    scope=("objective",),
    seeds=("S4-16", "S3-4", "S3-9"),
    sources=(sources.WHAT_AND_WHY, sources.TWELVE_ERRORS),
    title=_("An objective that rests on nothing"),
    why=_(
        "To watch takes listening, to help takes answers, to bring visitors takes links. Wishing does none of these."
    ),
    instead=_("Put in place what it needs, or take up an objective that fits what is there."),
    message=_("It rests on something that is not there: %(what)s."),
    measured=_("it needs: %(what)s"),
    benchmark=_("a complete way of listening, an answer for each case, or a link in %(link_share)d %% of the posts"),
    caution=_(
        "Platforms on which a link in a post cannot be followed are left out, and so are visits to a shop without a "
        "site."
    ),
    fix=Fix("objective.edit", _("Look at the objective again"), "kind"),
    flagged=Example(
        _("A bakery that wants to be found by search engines, and leads nobody to its site."), lambda: _wants("seo")
    ),
    fine=Example(_("A bakery that wants to watch its market, and listens every week."), lambda: _wants("watch")),
)
def objective_without_plan(
    plan: Plan,
    *,
    days: Annotated[int, _("days to look ahead, today included"), Between(7, 90)] = 28,
    link_share: Annotated[int, _("share of posts with a link, in %"), Between(1, 100)] = 20,
    min_posts: Annotated[int, _("posts from which on links are counted"), Between(2, 50)] = 4,
) -> Hits:
    for one in plan.active_objectives:
        if one.kind in {"watch", "reputation"} and (what := _lacks_in_listening(plan.listening)):
            yield Hit(one.ref, {"what": what}, fix=Fix("listening.edit", _("Complete the listening"), "owner"))
        elif one.kind == "customer_care" and not plan.answering.exists:
            what = _("a decision on who answers what, and how fast")
            yield Hit(one.ref, {"what": what}, fix=Fix("answering", _("Decide how you answer")))
        elif one.kind == "seo" or (one.kind == "traffic" and plan.readiness.website_url):
            coming = [post for post in plan.ahead(days) if _could_link(plan, post)]
            silent = [post for post in coming if not _has_link(post)]
            if len(coming) >= min_posts and percent(len(coming) - len(silent), len(coming)) < link_share:
                fix = Fix("post.edit", _("Add a link to one of them"), "link")
                yield Hit(one.ref, {"what": _("links in the posts")}, related=to_change(silent), fix=fix)


def _lacks_in_listening(listening: Listening) -> Prose | None:
    """What a way of listening lacks to be complete: a place, a person, a rhythm."""
    lacking: list[tuple[bool, Prose]] = [
        (not listening.places, _("a place to listen")),
        (listening.owner is None, _("someone who listens")),
        (listening.cadence_days is None, _("how often you listen")),
    ]
    return next((words for is_lacking, words in lacking if is_lacking), None)


def _could_link(plan: Plan, post: Post) -> bool:
    channel = None if post.channel is None else plan.channel_by_id.get(post.channel)
    return channel is not None and channel.platform.has_links


def _has_link(post: Post) -> bool:
    return bool(post.link) or "://" in post.text
