"""The idea bank: what could be published, wherever it comes from, and one click that gives it the next free slot."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from calendar_app import making, workflow
from calendar_app.filters import LONGEST_WORDS, fold
from calendar_app.making import AGAIN_AFTER, Free
from calendar_app.models import Channel, Insight, Pillar, Post
from calendar_app.prompts import ABOUT, GENERIC
from smplanner.workspaces.access import workspace

from .making import asked_slot, say_planned, slot_words
from .saying import today_in

ON_A_PAGE = 30
# Where ideas come from -> what its tab is called.
SOURCES: Mapping[str, Any] = {
    "ideas": gettext_lazy("Reserve"),
    "heard": gettext_lazy("Heard"),
    "prompts": gettext_lazy("Prompts"),
    "again": gettext_lazy("May come again"),
}
# How the reserve can be sorted: its name in the address -> what it is called, and by which columns.
SORTS: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "new": (gettext_lazy("Newest first"), ("-created_at", "-pk")),
    "old": (gettext_lazy("Oldest first"), ("created_at", "pk")),
    "title": (gettext_lazy("By title"), ("title", "pk")),
    "channel": (gettext_lazy("By channel"), ("channel__platform__name", "channel", "-created_at", "-pk")),
}


class Narrowed(NamedTuple):
    """What the address asks for: where from, which words, which channel and pillar, in which order."""

    source: str
    words: str
    channel: Channel | None
    pillar: Pillar | None
    sort: str

    def says(self, *texts: str) -> bool:
        spoken = fold("\n".join(texts))
        return all(word in spoken for word in fold(self.words).split())

    def query(self, **changes: object) -> str:
        given = {
            "from": self.source if self.source != "ideas" else "",
            "q": self.words,
            "channel": self.channel.pk if self.channel else "",
            "pillar": self.pillar.pk if self.pillar else "",
            "sort": self.sort if self.sort != "new" else "",
        }
        return "?" + urlencode({name: value for name, value in {**given, **changes}.items() if value})


class Prompt(NamedTuple):
    """Something that may be written about a pillar; without pillars, about a kind of them."""

    title: str
    pillar: Pillar | None
    kind: str


class Row(NamedTuple):
    """One idea as its card shows it, and the free slot where one click puts it, in words too."""

    title: str
    thing: Any
    free: Free | None
    slot: str


@workspace("plan.read")
@require_safe
def ideas(request: HttpRequest) -> HttpResponse:
    """Ideas from one source, narrowed and sorted, each with the next free slot."""
    request.section = "calendar"
    channels = list(Channel.objects.offered().select_related("platform"))
    pillars = list(Pillar.objects.offered())
    asked = _asked(request, channels, pillars)
    found = {
        "ideas": lambda: _reserve(asked),
        "heard": lambda: _heard(asked),
        "prompts": lambda: _prompts(asked, pillars),
        "again": lambda: _again(asked, today_in(request)),
    }[asked.source]()
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    free = making.free_slots(request.workspace, timezone.now())
    context = {
        "asked": asked,
        "tabs": [(name, label, _tab(asked, name)) for name, label in SOURCES.items()],
        "sorts": [(name, label) for name, (label, _columns) in SORTS.items()],
        "channels": channels,
        "pillars": pillars,
        "page": page,
        "rows": [_row(thing, free) for thing in page.object_list],
        "is_filtered": bool(asked.words or asked.channel or asked.pillar),
        "query": asked.query()[1:],
        "next": request.get_full_path(),
    }
    return render(request, "ideas/page.html", context)


def _asked(request: HttpRequest, channels: Sequence[Channel], pillars: Sequence[Pillar]) -> Narrowed:
    """What the address says; what it says wrongly is left out."""
    given = request.GET
    source = given.get("from", "ideas")
    return Narrowed(
        source if source in SOURCES else "ideas",
        " ".join(given.get("q", "").split())[:LONGEST_WORDS],
        next((one for one in channels if str(one.pk) == given.get("channel")), None),
        next((one for one in pillars if str(one.pk) == given.get("pillar")), None),
        given["sort"] if given.get("sort") in SORTS else "new",
    )


def _tab(asked: Narrowed, source: str) -> str:
    """The address of the same search among the ideas of another source."""
    return asked.query(**{"from": source if source != "ideas" else "", "sort": ""})


def _row(thing: Any, free: Mapping[int, Free]) -> Row:
    slot = making.slot_for(getattr(thing, "channel_id", None), free)
    return Row(str(thing.title), thing, slot, slot_words(slot) if slot else "")


# --- Where ideas come from -----------------------------------------------------------------------------------------


def _narrow(posts: QuerySet[Post], asked: Narrowed) -> list[Post] | QuerySet[Post]:
    """Posts of the channel and pillar asked for that speak of the words; words are searched without accents."""
    if asked.channel:
        posts = posts.filter(channel=asked.channel)
    if asked.pillar:
        posts = posts.filter(pillar=asked.pillar)
    posts = posts.select_related("channel__platform", "persona", "pillar")
    return [post for post in posts if asked.says(post.title, post.text)] if asked.words else posts


def _reserve(asked: Narrowed) -> list[Post] | QuerySet[Post]:
    return _narrow(Post.objects.reserve().order_by(*SORTS[asked.sort][1]), asked)


def _again(asked: Narrowed, today: date) -> list[Post] | QuerySet[Post]:
    """What stays true, was published long enough ago and has not come again since; the longest ago first."""
    since = today - AGAIN_AFTER
    later = Post.objects.filter(adapted_from=OuterRef("pk"), local_date__gte=since)
    posts = Post.objects.filter(is_evergreen=True, local_date__lt=since).exclude(status=Post.Status.CANCELLED)
    return _narrow(posts.filter(~Exists(later)).order_by("local_date", "pk"), asked)


def _heard(asked: Narrowed) -> list[Insight] | QuerySet[Insight]:
    """What was heard and has become no post, the latest first. It has no channel and no pillar."""
    if asked.channel or asked.pillar:
        return Insight.objects.none()
    insights = Insight.objects.filter(Q(idea=None) | Q(idea__deleted_at__isnull=False))
    insights = insights.select_related("source", "persona")
    return [one for one in insights if asked.says(one.what, one.so_what, one.decision)] if asked.words else insights


def _prompts(asked: Narrowed, pillars: Sequence[Pillar]) -> list[Prompt]:
    """What may be written about the pillars in use, without what is in the plan under that title already."""
    if asked.channel:
        return []
    chosen = [asked.pillar] if asked.pillar else pillars
    about: list[tuple[Pillar | None, str]] = [(one, one.kind) for one in chosen] or [(None, kind) for kind in GENERIC]
    titles = {title.casefold() for title in Post.objects.values_list("title", flat=True)}
    every = (Prompt(str(title), pillar, kind) for pillar, kind in about for title in GENERIC[kind])
    return [one for one in every if one.title.casefold() not in titles and asked.says(one.title)]


# --- One click -----------------------------------------------------------------------------------------------------


@workspace("post.write")
@require_POST
def insight_plan(request: HttpRequest, insight_id: int) -> HttpResponse:
    """Make a post of what was heard, on the slot that the button named."""
    insight = get_object_or_404(Insight.objects, pk=insight_id)
    slot = asked_slot(request)

    def act() -> making.Done:
        post, _is_new = workflow.take_up(insight, request.user, timezone.now())
        return making.plan(post, slot["day"], slot["time"], slot["channel"], request.user, timezone.now())

    return _in_one(request, act)


@workspace("post.write")
@require_POST
def prompt_plan(request: HttpRequest) -> HttpResponse:
    """Make a post of a prompt, on the slot that the button named."""
    slot = asked_slot(request)
    pillar = request.POST.get("pillar", "")
    row = next((one for one in Pillar.objects.offered() if str(one.pk) == pillar), None)
    kind = row.kind if row else request.POST.get("kind", "")
    title = next((str(one) for one in GENERIC.get(kind, ()) if str(one) == request.POST.get("title")), None)
    if title is None:
        raise BadRequest("no button sends such a prompt")
    post = Post(workspace=request.workspace, title=title, pillar=row, channel=slot["channel"], **ABOUT[kind])
    post.local_date, post.local_time, post.status = slot["day"], slot["time"], Post.Status.PLANNED
    return _in_one(request, lambda: making.create_all([post], request.user, timezone.now()))


def _in_one(request: HttpRequest, act: Callable[[], making.Done]) -> HttpResponse:
    with transaction.atomic():
        done = act()
    return say_planned(request, done)
