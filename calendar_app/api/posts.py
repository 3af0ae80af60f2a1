"""Posts: everything that the editor of a post asks for, but for its pictures."""

from datetime import datetime
from typing import Any, Literal

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query

from calendar_app import workflow
from calendar_app.forms.posts import PostForm
from calendar_app.forms.reasons import LONGEST_REASON
from calendar_app.models import Post

from .addresses import api_address, page_address
from .answers import Paging, answer, gone, listed, need_version, page_of
from .operations import WRITE, operation
from .parts import found, locked, valid
from .shapes import ANY_OF_THESE, ID, LARGEST_ID, Day, Instant, Part, Shape, nullable, plain

TAG = "posts"
PLACE = "/workspaces/{slug:workspace}/posts"
ONE = PLACE + "/{int:post_id}"
MOMENT = {"type": "string", "format": "date-time"}

SHAPE = Shape(
    "Post",
    PostForm,
    more={
        "second_hour": Part(
            bool,
            {
                "type": "boolean",
                "description": _("In the night when the clocks go back: the second of the two hours of that name."),
            },
        )
    },
    beside={
        "reason": Part(
            str,
            {
                "type": "string",
                "maxLength": LONGEST_REASON,
                "description": _(
                    "Why it gets another day, or is cancelled. The log keeps it; a post does not show it."
                ),
            },
        )
    },
    shown={
        "zone": Part(str, {"type": "string", "description": _("The time zone of its day and time.")}),
        "publish_at": nullable(Part(str, MOMENT | {"description": _("The instant that follows from these.")})),
        "adapted_from": nullable(Part(int, ID | {"description": _("The post of which it is a version.")})),
        "version": Part(int, {"type": "integer", "description": _("Grows with every change.")}),
        "created_at": Part(str, MOMENT),
        "changed_at": Part(str, MOMENT),
        "page": Part(str, {"type": "string", "format": "uri", "description": _("Its page for people.")}),
    },
)
PostNew, PostChange, PostAnswer = SHAPE.new(), SHAPE.change(), SHAPE.answer()


class Wanted(Paging):
    """Which posts are wanted; those that fit everything that is said."""

    since: Day | None = Field(None, description=_("On this day or later."))
    until: Day | None = Field(None, description=_("On this day or earlier."))
    undated: bool | None = Field(None, description=_("Only ideas without a day, or only posts with one."))
    status: list[Literal[*Post.Status.values]] | None = Field(None, description=ANY_OF_THESE)
    channel: int | None = Field(None, ge=1, le=LARGEST_ID, description=_("On this channel."))
    persona: int | None = Field(None, ge=1, le=LARGEST_ID, description=_("For this persona."))
    objective: int | None = Field(None, ge=1, le=LARGEST_ID, description=_("For this objective."))
    pillar: int | None = Field(None, ge=1, le=LARGEST_ID, description=_("Of this pillar."))
    campaign: int | None = Field(None, ge=1, le=LARGEST_ID, description=_("Of this campaign."))
    owner: int | None = Field(None, ge=1, le=LARGEST_ID, description=_("Looked after by this member."))
    changed_since: Instant | None = Field(None, description=_("Changed at this instant or later."))
    q: str | None = Field(None, max_length=200, description=_("With these words in the title or the text."))


def told(request: HttpRequest, post: Post) -> dict[str, Any]:
    """A post as the API shows it."""
    return {
        "id": post.pk,
        **SHAPE.told(post),
        "second_hour": bool(post.fold),
        "zone": post.zone,
        "publish_at": plain(post.publish_at),
        "adapted_from": post.adapted_from_id,
        "version": post.version,
        "created_at": plain(post.created_at),
        "changed_at": plain(post.changed_at),
        "page": page_address("post", request.workspace.slug, post.pk),
    }


def _fitting(wanted: Wanted) -> QuerySet[Post]:
    posts = Post.objects.order_by("pk")
    same = ("channel", "persona", "objective", "pillar", "campaign", "owner")
    fits = Q(**{f"{name}_id": getattr(wanted, name) for name in same if getattr(wanted, name) is not None})
    if wanted.since:
        fits &= Q(local_date__gte=wanted.since)
    if wanted.until:
        fits &= Q(local_date__lte=wanted.until)
    if wanted.undated is not None:
        fits &= Q(local_date__isnull=wanted.undated)
    if wanted.status:
        fits &= Q(status__in=wanted.status)
    if wanted.changed_since:
        fits &= Q(changed_at__gte=wanted.changed_since)
    if wanted.q:
        fits &= Q(title__icontains=wanted.q) | Q(text__icontains=wanted.q)
    return posts.filter(fits)


@operation(
    "GET",
    PLACE,
    summary=_("List posts"),
    says=_("In the order in which they were made, without those in the trash."),
    tag=TAG,
    action="plan.read",
    answers=page_of(PostAnswer),
    query=Wanted,
)
def list_posts(request: HttpRequest, workspace: str, wanted: Query[Wanted]) -> HttpResponse:
    return listed(request, _fitting(wanted), wanted, lambda post: told(request, post))


@operation(
    "POST",
    PLACE,
    summary=_("Write a post"),
    says=_("Only the title is required. With a day it is planned, without one it is an idea of the reserve."),
    tag=TAG,
    scope=WRITE,
    action="post.write",
    status=201,
    answers=PostAnswer,
)
def create_post(request: HttpRequest, workspace: str, body: PostNew) -> HttpResponse:
    post = Post(workspace=request.workspace, zone=request.workspace.zone)
    form = _form(request, post, body)
    post = workflow.create(form.save(commit=False), request.user, timezone.now())
    return answer(request, told(request, post), 201, api_address(request, "posts", post.pk))


@operation("GET", ONE, summary=_("Read a post"), tag=TAG, action="plan.read", answers=PostAnswer)
def read_post(request: HttpRequest, workspace: str, post_id: int) -> HttpResponse:
    return answer(request, told(request, found(Post.objects, post_id)))


@operation(
    "PATCH",
    ONE,
    summary=_("Change a post"),
    says=_(
        "Send only what changes. What a field must be is what the editor asks, and approving needs that right. Another "
        "day of what was planned is logged as a move, the status cancelled as calling it off, each with its `reason`."
    ),
    tag=TAG,
    scope=WRITE,
    action="post.write",
    answers=PostAnswer,
)
def change_post(request: HttpRequest, workspace: str, post_id: int, body: PostChange) -> HttpResponse:
    post = locked(Post.objects.select_related("workspace"), post_id)
    need_version(request, told(request, post))
    form = _form(request, post, body)
    changed = [name for name in form.changed_data if name in form.Meta.fields]
    now: datetime = timezone.now()
    names, why = [*changed, "fold"], form.cleaned_data.get("reason", "")
    post = workflow.edit(form.save(commit=False), post.version, names, request.user, now, reason=why)
    return answer(request, told(request, found(Post.objects, post.pk)))


@operation(
    "DELETE",
    ONE,
    summary=_("Throw a post away"),
    says=_("It goes to the trash, from where people can take it back for thirty days."),
    tag=TAG,
    scope=WRITE,
    action="post.delete",
    status=204,
)
def delete_post(request: HttpRequest, workspace: str, post_id: int) -> HttpResponse:
    post = locked(Post.objects.select_related("workspace"), post_id)
    need_version(request, told(request, post))
    workflow.trash(post, request.user, timezone.now())
    return gone()


def _form(request: HttpRequest, post: Post, sent: Any) -> PostForm:
    data = SHAPE.typed(post, sent)
    data["version"] = str(post.version)
    second = sent.second_hour if "second_hour" in sent.model_fields_set else bool(post.fold)
    if second:
        data["second_hour"] = "on"
    if "reason" in sent.model_fields_set:
        data["reason"] = sent.reason
    form = PostForm(data, instance=post, workspace=request.workspace, rights=request.rights)
    valid(form)
    return form
