"""The page on which a post is written."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from calendar_app import checker, editing, files, making, merging, merging_pictures, versions, workflow
from calendar_app.approval import Locked
from calendar_app.approval_words import why_not
from calendar_app.forms.media import MediaFormSet
from calendar_app.forms.posts import PostForm, QuickPostForm
from calendar_app.forms.versions import UtmForm
from calendar_app.models import Channel, Post
from smplanner.workspaces import audit
from smplanner.workspaces.access import workspace
from smplanner.workspaces.keeping import keeps_typing, take_up
from smplanner.workspaces.returning import next_address

from .following import also_address
from .gone import or_where_it_went
from .looks import look
from .merging import merge_page
from .saying import calendar_address, say_asked, say_clock_change, say_moment, today_in

# What an address may fill in beforehand: a link from the calendar, from a finding, or from a bookmark.
PREFILLED = ("title", "channel", "persona", "objective", "pillar", "text", "link", "intent")
FORM_ID = "post-form"


def wants_json(request: HttpRequest) -> bool:
    """Whether the calendar's script asks, rather than a form."""
    return request.headers.get("Accept", "").startswith("application/json")


@keeps_typing
@workspace("post.write")
@require_http_methods(["GET", "HEAD", "POST"])
def post_new(request: HttpRequest) -> HttpResponse:
    """An empty post, or one saved from the quick dialog of the calendar."""
    request.section = "calendar"
    if request.method == "POST" and wants_json(request):
        return _quick_add(request)
    post = Post(workspace=request.workspace, zone=request.workspace.zone)
    return _editor(request, post, _prefilled(request))


def _prefilled(request: HttpRequest) -> dict[str, Any]:
    given = {name: request.GET[name] for name in PREFILLED if request.GET.get(name)}
    day, clock = _read(parse_date, request.GET.get("day")), _read(parse_time, request.GET.get("time"))
    if day:
        given |= {"local_date": day, "local_time": clock, "status": Post.Status.PLANNED}
    return given | {"owner": request.user.pk}


def _read(parse: Any, text: str | None) -> Any:
    try:
        return parse(text) if text else None
    except ValueError:
        return None


def _quick_add(request: HttpRequest) -> JsonResponse:
    form = QuickPostForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        return JsonResponse({"ok": False, "errors": form.errors.get_json_data()}, status=422)
    post = making.begun(form.save(commit=False), request.POST.get("template", ""))
    post = workflow.create(post, request.user, timezone.now())
    url = reverse("post", args=[request.workspace.slug, post.pk])
    return JsonResponse({"ok": True, "id": post.pk, "url": url}, status=201)


def found(post_id: int) -> Post:
    posts = Post.objects.select_related(
        *("channel__platform", "persona", "objective", "pillar", "owner", "workspace", "campaign", "partner")
    )
    return get_object_or_404(posts, pk=post_id)


@workspace("plan.read")
@require_safe
@or_where_it_went
def post_open(request: HttpRequest, post_id: int) -> HttpResponse:
    """One post: the editor for those who may write, a page to read for the others."""
    request.section = "calendar"
    post = found(post_id)
    if request.rights.post_write:
        return _editor(request, post, {})
    return render(request, "posts/read.html", _reading(request, post))


@keeps_typing
@workspace("post.write")
@require_http_methods(["GET", "HEAD", "POST"])
@or_where_it_went
def post_save(request: HttpRequest, post_id: int) -> HttpResponse:
    """What the editor sends; whoever reloads this address gets the post as it stands."""
    request.section = "calendar"
    post = found(post_id)
    if request.method != "POST":
        return redirect("post", request.workspace.slug, post.pk)
    return _editor(request, post, {})


def _reading(request: HttpRequest, post: Post) -> dict[str, Any]:
    return {"post": post, "media": post.media.all(), "preview": _preview(request, post), "moment": say_moment(post)}


def check_address(request: HttpRequest, post: Post) -> str:
    """Where the form of `post` is sent to be checked and not saved."""
    slug = request.workspace.slug
    return reverse("post-check", args=[slug, post.pk]) if post.pk else reverse("post-new-check", args=[slug])


def _preview(request: HttpRequest, post: Post) -> checker.Preview | None:
    return checker.preview(request.workspace, post, today=today_in(request)) if post.pk else None


def save_address(request: HttpRequest, post: Post) -> str:
    """Where the form of `post` is sent to be saved."""
    slug = request.workspace.slug
    return reverse("post-save", args=[slug, post.pk]) if post.pk else reverse("post-new", args=[slug])


def _editor(request: HttpRequest, post: Post, initial: dict[str, Any]) -> HttpResponse:
    if typed := take_up(request, save_address(request, post)):
        return _taken_up(request, post, typed)
    data, sent = (_sent(request, post), request.FILES) if request.method == "POST" else (None, None)
    form = PostForm(data, instance=post, initial=initial, workspace=request.workspace, rights=request.rights)
    media = MediaFormSet(data, sent, instance=post, prefix="media")
    status = 200
    if data is not None:
        status = 422
        try:
            _refuse_stale(data, post)
            if form.is_valid() and media.is_valid():
                return _save(request, form, media)
        except workflow.StalePost as stale:
            stored = found(stale.current.pk)
            return merge_page(request, stored, data, save_address(request, stored), draft_key(request, stored))
        except Locked as locked:
            form.add_error(None, why_not(locked))
        except Post.DoesNotExist:  # thrown away between reading it and saving
            raise Http404 from None
    saved = post
    if data is None and post.pk is not None:
        form.note_pictures(merging_pictures.marks(media.initial_forms))
    elif post.pk is not None:
        saved = found(post.pk)  # the form has written into `post` what is not saved
    shown = writing(request, saved, form, media, _preview(request, saved))
    return render(request, "posts/editor.html", shown, status=status)


def _taken_up(request: HttpRequest, post: Post, typed: QueryDict) -> HttpResponse:
    """The form with what was typed before its writer had to sign in again; not saved yet."""
    form = PostForm(typed, instance=post, workspace=request.workspace, rights=request.rights)
    media = MediaFormSet(typed, instance=post, prefix="media")
    form.is_valid()
    messages.warning(
        request,
        _("You are signed in again. What you had typed stands below, but is not saved yet. Choose files again."),
    )
    saved = found(post.pk) if post.pk else Post(workspace=request.workspace)
    return render(request, "posts/editor.html", writing(request, saved, form, media, _preview(request, saved)))


def writing(
    request: HttpRequest, post: Post, form: PostForm, media: MediaFormSet, preview: checker.Preview | None
) -> dict[str, Any]:
    """What the page needs on which `post` is written: `preview` is what the checker says of it."""
    is_new = post.pk is None
    channel, text, link = _channel_of(form), form["text"].value() or "", form["link"].value() or ""
    shown = form.instance
    shown.channel = channel
    return {
        "post": post,
        "is_new": is_new,
        "form": form,
        "media": media,
        "heading": _("New post") if is_new else post.title,
        "moment": "" if is_new else say_moment(post),
        "preview": preview,
        "editing": "" if is_new else editing.said(editing.others(post, request.user, timezone.now())),
        "open_form": (FORM_ID, check_address(request, post)),
        "persona_needs": _needs(form),
        "next": next_address(request, ""),
        "look": look(channel, text, link, [row.instance for row in media.forms if row.instance.pk]),
        "utm": UtmForm(request.POST if "build_link" in request.POST else None, post=shown, link=link),
        "versions": [] if is_new else versions.family(post),
        "draft_key": draft_key(request, post),
        "slug": request.workspace.slug,
    }


def draft_key(request: HttpRequest, post: Post) -> str:
    """The name under which the browser keeps what is typed into `post` until it is saved."""
    return f"draft:{request.workspace.pk}:{post.pk or 'new'}:{request.user.pk}"


def _channel_of(form: PostForm) -> Channel | None:
    """The channel that `form` shows, chosen or given beforehand."""
    if form.is_bound:
        return form.instance.channel
    wanted = str(form["channel"].value() or "")
    if wanted == str(form.instance.channel_id or ""):
        return form.instance.channel
    return next((one for one in form.fields["channel"].queryset if str(one.pk) == wanted), None)


def _needs(form: PostForm) -> list[str]:
    """What the plan's personas need, offered beside the field."""
    needs = {str(need) for persona in form.fields["persona"].queryset for need in persona.needs if need}
    return sorted(needs, key=str.casefold)


def _sent(request: HttpRequest, post: Post) -> QueryDict:
    """What was sent; from the page of merging, with the stored value where that was chosen."""
    if post.pk is None or not any(key.startswith(merging.CHOICE) for key in request.POST):
        return request.POST
    return merging.settled(request.POST, PostForm(instance=post, workspace=request.workspace, rights=request.rights))


def _refuse_stale(data: QueryDict, post: Post) -> None:
    """Before judging what was typed: pictures that are gone meanwhile would look like a mistake in the form."""
    if post.pk is not None and data.get("version") != str(post.version):
        raise workflow.StalePost(post)


def _save(request: HttpRequest, form: PostForm, media: MediaFormSet) -> HttpResponse:
    now, key = timezone.now(), draft_key(request, form.instance)
    with files.kept_together():
        post = form.save(commit=False)
        if post.pk is None:
            workflow.create(post, request.user, now)
        else:
            changed = [name for name in form.changed_data if name in form.Meta.fields]
            pictures = audit.formset_diff(media, "media")
            version, why = form.cleaned_data["version"], form.cleaned_data.get("reason", "")
            workflow.edit(post, version, [*changed, "fold"], request.user, now, pictures, reason=why)
        media.instance = post
        media.save()
        workflow.seal(post)
    messages.success(request, _("“%(title)s” is saved.") % {"title": post.title}, extra_tags=key)
    say_clock_change(request, post)
    say_asked(request, post, now)
    if "save_and_stay" in request.POST:
        return redirect("post", request.workspace.slug, post.pk)
    return redirect(also_address(request, post, next_address(request, calendar_address(request, post))))
