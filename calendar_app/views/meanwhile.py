"""What whoever acts on a post as it no longer is is told: nothing was changed, what was done since, and the way on.

Whatever changes a post names the version of it that was read. An older one, none, and what is no number are the same:
nobody saves over what they have not seen. Text that was written is put together field by field instead: see merging.
"""

from collections.abc import Mapping, Sequence

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from calendar_app import history
from calendar_app.history_words import told
from calendar_app.models import Post
from smplanner.workspaces.field_words import in_words
from smplanner.workspaces.returning import next_address

from .editor import wants_json
from .merging import no_version
from .saying import say_moment

LONGEST_NUMBER = 9
# What is sent with every form, and says nothing of what somebody wants.
UNSAID = ("csrfmiddlewaretoken", "version")


def version_in(request: HttpRequest) -> int:
    """The version that the request says was read; 0, which no post has, when it says none that can be read."""
    asked = request.POST.get("version", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST_NUMBER else 0


def refuse_stale(request: HttpRequest, post: Post, act: str, form: forms.BaseForm | None = None) -> HttpResponse | None:
    """The answer to a request that was not made for `post` as it stands; None when it was. See `meanwhile`."""
    return None if version_in(request) == post.version else meanwhile(request, post, act, form)


def meanwhile(request: HttpRequest, post: Post, act: str, form: forms.BaseForm | None = None) -> HttpResponse:
    """The page (409) with `post` as it stands, what was done to it last, and a button to do `act` all the same.

    That button sends again all that was sent, with the version that is shown now; `form` says it in words. A script is
    told in a sentence, and with 428 when it said no version at all.
    """
    if wants_json(request):
        return _say(request)
    post = Post._base_manager.select_related("workspace", "channel__platform").get(pk=post.pk)
    rows = list(history.of_post(post.pk)[:1])
    known = history.Known(request.workspace, rows, [post])
    context = {
        "post": post,
        "act": act,
        "moment": say_moment(post),
        "rows": [told(row, post, known, request.membership) for row in rows],
        "sent": [(name, value) for name, values in request.POST.lists() if name not in UNSAID for value in values],
        "wanted": _wanted(form) if form else [],
        "next": next_address(request, ""),
    }
    return render(request, "posts/meanwhile.html", context, status=409)


def _say(request: HttpRequest) -> JsonResponse:
    if not request.POST.get("version"):
        return no_version()
    message = _(
        "Someone changed this post meanwhile. The page shows it as it is now; move it again if you still want to."
    )
    return JsonResponse({"ok": False, "message": message}, status=409)


def _wanted(form: forms.BaseForm) -> list[tuple[str, str]]:
    """What was filled in, in words: the label of each field with its value."""
    said = [(str(one.label), in_words(one.field, one.data)) for one in form.visible_fields() if one.data]
    return [(label, words) for label, words in said if words]


def refuse_unread(request: HttpRequest, chosen: Mapping[int, int | None], back: str) -> HttpResponse | None:
    """The answer to a request that does not say of each of the `chosen` posts which version was read; else None.

    Raises Http404 when one of them is not in the plan.
    """
    if None not in chosen.values():
        return None
    if Post.objects.filter(pk__in=list(chosen)).count() != len(chosen):
        raise Http404
    if wants_json(request):
        return no_version()
    return meanwhile_several(request, [_("The request does not say which versions of the posts were read.")], back)


def meanwhile_several(request: HttpRequest, sentences: Sequence[str], back: str) -> HttpResponse:
    """The page (409) that says why nothing was done to several posts, with the way `back` to where they are shown."""
    if wants_json(request):
        return JsonResponse({"ok": False, "message": " ".join(sentences)}, status=409)
    return render(request, "posts/meanwhile_several.html", {"sentences": sentences, "back": back}, status=409)
