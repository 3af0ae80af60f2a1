"""Saying something about a post, a persona or a channel; changing it, taking it back, and being done with it."""

from typing import Any

from django.contrib import messages
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from calendar_app import talk
from calendar_app.forms.talk import ChangedCommentForm, CommentForm
from calendar_app.models import Channel, Comment, Post
from calendar_app.templatetags.talk import threads
from personas.models import Persona
from smplanner.workspaces.access import workspace
from smplanner.workspaces.keeping import keeps_typing, take_up

from .editor import wants_json
from .parts import form_methods

ABOUT = {"post_id": Post, "persona_id": Persona, "channel_id": Channel}
SECTIONS = {"post": "calendar", "persona": "personas", "channel": "strategy"}


@keeps_typing
@workspace("comment.write")
@form_methods
def comment_new(request: HttpRequest, **number: int) -> HttpResponse:
    """A comment about what the address names, or an answer to one; the form alone where it has to be shown again."""
    [(name, key)] = number.items()
    about = get_object_or_404(ABOUT[name].objects.select_related("workspace"), pk=key)
    typed = take_up(request, request.path) or (request.POST if request.method == "POST" else None)
    form = CommentForm(typed, about=about)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        comment = talk.say(
            about,
            request.user,
            said["text"],
            timezone.now(),
            is_shared=said["is_shared"],
            reply_to=said["reply_to"],
            named=said["named"],
        )
        return _answer(request, comment, _("Said."))
    return _form(request, about, form, _("Comment on “%(name)s”") % {"name": about})


@keeps_typing
@workspace("comment.write")
@form_methods
def comment_change(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Another text for what one said oneself."""
    comment = _own(request, comment_id)
    typed = take_up(request, request.path) or (request.POST if request.method == "POST" else None)
    form = ChangedCommentForm(typed, instance=_own(request, comment_id), workspace=request.workspace)
    if request.method == "POST" and form.is_valid():
        talk.change(comment, request.user, form.cleaned_data["text"], timezone.now())
        return _answer(request, comment, _("Changed."))
    return _form(request, talk.about_of(comment), form, _("Change what you said"))


@workspace("comment.write")
@require_POST
def comment_remove(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Take back what one said oneself."""
    comment = _own(request, comment_id)
    talk.remove(comment, request.user, timezone.now())
    return _answer(request, comment, _("Your comment is removed."))


@workspace("comment.write")
@require_POST
def comment_resolve(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Be done with a thread; with `reopen`, be not."""
    comment = get_object_or_404(_comments(), pk=comment_id)
    is_resolved = "reopen" not in request.POST
    talk.resolve(comment, request.user, timezone.now(), is_resolved=is_resolved)
    return _answer(request, comment, _("Resolved.") if is_resolved else _("Opened again."))


def _comments() -> Any:
    return Comment.objects.select_related(
        *("workspace", "post__workspace", "persona__workspace", "channel__workspace", "channel__platform", "reply_to")
    )


def _own(request: HttpRequest, comment_id: int) -> Comment:
    return get_object_or_404(_comments(), pk=comment_id, author=request.user, deleted_at=None)


def _answer(request: HttpRequest, comment: Comment, message: str) -> HttpResponse:
    """The page where it was said, at the comment; for the script, what it is to put in the place of the threads."""
    if not wants_json(request):
        messages.success(request, message)
        return redirect(talk.address(comment))
    html = render_to_string("talk/_thread.html", threads(request, talk.about_of(comment)), request)
    return JsonResponse({"ok": True, "message": message, "html": html, "id": f"comment-{comment.pk}"})


def _form(request: HttpRequest, about: talk.About, form: ModelForm, heading: str) -> HttpResponse:
    if wants_json(request):
        errors = [error for errors in form.errors.values() for error in errors]
        return JsonResponse({"ok": False, "message": " ".join(errors)}, status=422)
    request.section = SECTIONS[about._meta.model_name]
    context = {"form": form, "heading": heading, "about": about, "back": talk.page(about)}
    return render(request, "talk/form.html", context, status=422 if request.method == "POST" else 200)
