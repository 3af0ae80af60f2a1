"""What saving a post, or moving it, would do to the findings: asked before it is done, and nothing is written."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_safe

from calendar_app import checker, together, utm, workflow
from calendar_app.forms.media import MediaFormSet, pictures
from calendar_app.forms.posts import MoveForm, PostForm
from calendar_app.forms.together import chosen_posts
from calendar_app.forms.versions import UtmForm
from calendar_app.models import Post
from smplanner.workspaces.access import workspace

from .editor import FORM_ID, check_address, found, wants_json, writing
from .looks import drawn, look
from .saying import say_effect, say_preview, today_in


@workspace("post.write")
@require_http_methods(["GET", "HEAD", "POST"])
def post_new_check(request: HttpRequest) -> HttpResponse:
    """What the checker says of a new post as it stands in the form; whoever reloads this address begins anew."""
    if request.method != "POST":
        return redirect("post-new", request.workspace.slug)
    return _check(request, Post(workspace=request.workspace, zone=request.workspace.zone))


@workspace("post.write")
@require_http_methods(["GET", "HEAD", "POST"])
def post_check(request: HttpRequest, post_id: int) -> HttpResponse:
    """What the checker says of a post as it stands in the form; whoever reloads this address gets it as it is saved."""
    post = found(post_id)
    if request.method != "POST":
        return redirect("post", request.workspace.slug, post.pk)
    return _check(request, post)


def _check(request: HttpRequest, post: Post) -> HttpResponse:
    """The panel for the script, which asks after each word; the whole page for the button."""
    request.section = "calendar"
    form = PostForm(request.POST, instance=post, workspace=request.workspace, rights=request.rights)
    media = MediaFormSet(request.POST, instance=post, prefix="media")
    form.is_valid()  # writes into the post whatever of it can be understood
    if "build_link" in request.POST:
        data = _with_built_link(request.POST, form.instance)
        form = PostForm(data, instance=post, workspace=request.workspace, rights=request.rights)
        form.is_valid()
    its_pictures = pictures(media)
    preview = checker.preview(request.workspace, form.instance, today_in(request), its_pictures)
    if wants_json(request):
        context = {"preview": preview, "open_form": (FORM_ID, check_address(request, post))}
        html = render_to_string("check/_preview.html", context, request)
        text, link = form["text"].value() or "", form["link"].value() or ""
        parts = drawn(request.workspace.slug, look(form.instance.channel, text, link, its_pictures or ()))
        return JsonResponse({"ok": True, "said": say_preview(preview), "html": html, "parts": parts, "link": link})
    saved = found(post.pk) if post.pk else Post(workspace=request.workspace)
    return render(request, "posts/editor.html", writing(request, saved, form, media, preview))


def _with_built_link(data: QueryDict, post: Post) -> QueryDict:
    """What was sent, its link with the parts that were asked for; as it was, where it is no address."""
    built, link = data.copy(), data.get("link", "")
    asked = UtmForm(data, post=post, link=link)
    asked.is_valid()
    try:
        built["link"] = utm.tagged(link, asked.parts())
    except ValueError:
        return data  # the field says so itself
    return built


@workspace("post.write")
@require_safe
def move_preview(request: HttpRequest, post_id: int) -> JsonResponse:
    """What a move would cause and cure: `day` as in a move, and `time` where it changes too.

    With `post`, the numbers of all that are held together with this one, all of them move as far.
    """
    post = get_object_or_404(Post.objects.select_related("workspace"), pk=post_id)
    form = MoveForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"ok": False, "message": first_error(form)}, status=422)
    if "post" in request.GET:
        try:
            effect = _foresee_together(request, post, form.cleaned_data["day"])
        except (ValidationError, together.Wont):
            return JsonResponse({"ok": False, "message": ""}, status=422)  # the move itself will say what is amiss
    else:
        effect = foresee(request, post, form)
    html = render_to_string("check/_effect.html", {"effect": effect}, request)
    return JsonResponse({"ok": True, "said": effect["said"], "html": html})


def foresee(request: HttpRequest, post: Post, form: MoveForm) -> dict[str, Any]:
    """What the move that a valid `form` asks for would do; `post` stands there afterwards, and nothing is saved."""
    goal = form.cleaned_data
    clock = goal["time"] if "time" in form.data else post.local_time
    workflow.put(post, goal["day"], clock, fold=goal["fold"] or 0)
    preview = checker.preview(request.workspace, post, today_in(request))
    return {"said": say_effect(preview), "caused": preview.all_caused, "cured": preview.all_cured}


def _foresee_together(request: HttpRequest, held: Post, day: date | None) -> dict[str, Any]:
    """What would come of putting `held` on `day`, and all that are chosen with it as far away as they are from it.

    Raises ValidationError and Wont.
    """
    posts = list(Post.objects.filter(pk__in=chosen_posts(request.GET)).select_related("workspace"))
    days_on = (day - held.local_date).days if day and held.local_date else None
    act = together.place(day) if days_on is None else together.shift(days_on)
    for post in posts:
        act(post)
    preview = checker.preview_moves(request.workspace, posts, today_in(request))
    return {"said": say_effect(preview), "caused": preview.all_caused, "cured": preview.all_cured}


def first_error(form: MoveForm) -> str:
    return next(iter(form.errors.values()))[0]
