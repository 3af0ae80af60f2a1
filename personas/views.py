"""The people the plan speaks to: a list, a page each, a form, and asking again whether they are still right."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from smplanner.workspaces.access import workspace
from smplanner.workspaces.returning import next_address, offer_undo

from . import writing
from .fit import Place, place
from .forms import PersonaForm, PersonaPlatformFormSet, ReviewForm
from .models import Persona, PersonaPlatform, Platform
from .voice import spans, voice, voices

SHOWN_POSTS = 8


@workspace("plan.read")
@require_safe
def persona_list(request: HttpRequest) -> HttpResponse:
    """Every persona as a card: active ones first, then those for later, archived ones folded away."""
    request.section = "personas"
    rows = _with_uses().with_upcoming(_start_of_today(request)).prefetch_related("channels__platform")
    found = list(rows.with_voice(**_spans(request), now=timezone.now()))
    by_status = {status: [each for each in found if each.status == status] for status in Persona.Status}
    context = {
        "personas": found,
        "active": by_status[Persona.Status.ACTIVE],
        "future": by_status[Persona.Status.FUTURE],
        "archived": by_status[Persona.Status.ARCHIVED],
        "voices": [one for one in voices(found) if one.persona.status != Persona.Status.ARCHIVED],
    }
    return render(request, "personas/list.html", context)


def _with_uses() -> QuerySet[Persona]:
    return Persona.objects.prefetch_related(Prefetch("uses", PersonaPlatform.objects.select_related("platform")))


def _today(request: HttpRequest) -> date:
    """The day that it is in the workspace."""
    return timezone.now().astimezone(request.workspace.tz).date()


def _start_of_today(request: HttpRequest) -> datetime:
    return datetime.combine(_today(request), time.min, tzinfo=request.workspace.tz)


def _spans(request: HttpRequest) -> Mapping[str, tuple[datetime, datetime]]:
    return spans(_today(request), request.workspace.tz)


@workspace("plan.write")
@require_http_methods(["GET", "HEAD", "POST"])
def persona_new(request: HttpRequest) -> HttpResponse:
    """A new persona; the address may fill in any field of the form, as in `?name=Lucie&age_min=30`."""
    return _form(request, Persona(workspace=request.workspace))


@workspace("plan.write")
@require_http_methods(["GET", "HEAD", "POST"])
def persona_edit(request: HttpRequest, persona_id: int) -> HttpResponse:
    return _form(request, get_object_or_404(Persona.objects.select_related("workspace"), pk=persona_id))


def _form(request: HttpRequest, persona: Persona) -> HttpResponse:
    request.section = "personas"
    is_new, name = persona.pk is None, persona.name
    data = request.POST if request.method == "POST" else None
    given = {field: request.GET[field] for field in PersonaForm.Meta.fields if request.GET.get(field)} if is_new else {}
    form = PersonaForm(data, instance=persona, initial=given, workspace=request.workspace)
    form.guard()
    uses = PersonaPlatformFormSet(data, instance=persona, prefix="uses")
    if data is not None and all([form.is_valid(), uses.is_valid()]):
        return _save(request, form, uses)
    context = {
        "form": form,
        "uses": uses,
        "persona": persona,
        "is_new": is_new,
        "heading": _("New persona") if is_new else name,
        "next": next_address(request, ""),
    }
    return render(request, "personas/form.html", context, status=200 if data is None else form.refusal)


@transaction.atomic
def _save(request: HttpRequest, form: PersonaForm, uses: Any) -> HttpResponse:
    made = form.instance.pk is None
    if made:
        form.instance.last_reviewed_on = _today(request)
    diff = writing.changes(form, uses)
    persona = form.save()
    uses.save()
    writing.log(persona, diff, request.user, made=made)
    messages.success(request, _("“%(name)s” is saved.") % {"name": persona.name})
    return redirect(next_address(request, reverse("persona", args=[request.workspace.slug, persona.pk])))


@workspace("plan.read")
@require_safe
def persona_detail(request: HttpRequest, persona_id: int) -> HttpResponse:
    """Everything known of one persona, where such people are, and what is planned for them."""
    return _page(request, _with_all(request, persona_id), ReviewForm())


def _with_all(request: HttpRequest, persona_id: int) -> Persona:
    """The persona with that number, with all that its page shows of it; 404 when there is none."""
    rows = _with_uses().select_related("owner", "workspace").prefetch_related("channels__platform")
    return get_object_or_404(rows.with_voice(**_spans(request), now=timezone.now()), pk=persona_id)


def _page(request: HttpRequest, persona: Persona, review: ReviewForm) -> HttpResponse:
    request.section = "personas"
    planned = persona.posts.filter(publish_at__gte=_start_of_today(request)).exclude(status="cancelled")
    context = {
        "persona": persona,
        "places": _places(request, persona),
        "voice": voice(persona, *Persona.objects.voice_totals(**_spans(request))),
        "posts": planned.select_related("channel__platform").order_by("publish_at", "pk")[:SHOWN_POSTS],
        "post_count": planned.count(),
        "review": review,
    }
    return render(request, "personas/detail.html", context, status=422 if review.errors else 200)


def _places(request: HttpRequest, persona: Persona) -> list[Place]:
    """The platforms this workspace speaks on and those the persona uses: a fixed number of queries."""
    ours = set(Platform.objects.spoken_on_by(request.workspace).values_list("pk", flat=True))
    used = {use.platform_id for use in persona.uses.all()}
    platforms = Platform.objects.with_cohorts(request.workspace.country).filter(pk__in=ours | used)
    return [place(persona, platform, is_ours=platform.pk in ours) for platform in platforms]


@workspace("plan.write")
@require_POST
def persona_review(request: HttpRequest, persona_id: int) -> HttpResponse:
    """Note that the persona was questioned again today, and what was decided."""
    persona = _with_all(request, persona_id)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _page(request, persona, form)
    writing.review(persona, form.cleaned_data["note"], request.user, _today(request))
    messages.success(request, _("“%(name)s” was reviewed today.") % {"name": persona.name})
    return redirect(next_address(request, reverse("persona", args=[request.workspace.slug, persona.pk])))


@workspace("plan.write")
@require_POST
def persona_archive(request: HttpRequest, persona_id: int) -> HttpResponse:
    """Put the persona away, or take it back; `status` names where it goes, and without it the two are swapped."""
    persona = get_object_or_404(Persona.objects.select_related("workspace"), pk=persona_id)
    archived = persona.status == Persona.Status.ARCHIVED
    wanted = request.POST.get("status") or (Persona.Status.ACTIVE if archived else Persona.Status.ARCHIVED)
    back = next_address(request, reverse("personas", args=[request.workspace.slug]))
    if wanted in Persona.Status.values and wanted != persona.status:
        before = writing.set_status(persona, wanted, request.user)
        if wanted == Persona.Status.ARCHIVED:
            messages.success(request, _("“%(name)s” is archived.") % {"name": persona.name})
        elif wanted == Persona.Status.FUTURE:
            messages.success(request, _("“%(name)s” is kept for later.") % {"name": persona.name})
        else:
            messages.success(request, _("“%(name)s” is back in the plan.") % {"name": persona.name})
        here = reverse("persona-archive", args=[request.workspace.slug, persona.pk])
        offer_undo(request, here, _("Undo"), [("status", before), ("next", back)])
    return redirect(back)


@workspace("plan.write")
@require_POST
def persona_duplicate(request: HttpRequest, persona_id: int) -> HttpResponse:
    """Begin another persona as a copy of this one."""
    persona = get_object_or_404(_with_uses().select_related("workspace"), pk=persona_id)
    copy = writing.duplicate(persona, request.user, _today(request))
    messages.success(request, _("This is a copy of “%(name)s”: give it a name of its own.") % {"name": persona.name})
    return redirect("persona-edit", request.workspace.slug, copy.pk)
