"""What was decided before posting: one page to see it, and a form for each part."""

from typing import Any

from django.contrib import messages
from django.db import models, transaction
from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from calendar_app.forms.strategy import (
    ChannelForm,
    KeywordFormSet,
    ListeningPlanForm,
    ObjectiveForm,
    PillarForm,
    SourceFormSet,
    StrategyForm,
    TeamMemberForm,
)
from calendar_app.models import Channel, ListeningPlan, Objective, Pillar, Strategy, StrategySection, TeamMember
from personas.models import Persona
from smplanner.workspaces import audit
from smplanner.workspaces.access import workspace
from smplanner.workspaces.forms import WorkspaceModelForm
from smplanner.workspaces.models import Workspace
from smplanner.workspaces.returning import next_address

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@workspace("plan.read")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The four key points of the articles, and what the plan has of each."""
    request.section = "strategy"
    # What is archived stands last: from here only can it be taken back.
    team = list(TeamMember.objects.order_by("-is_active", Lower("name"), "pk"))
    plan = ListeningPlan.objects.prefetch_related("sources", "keywords").select_related("owner").first()
    channels = Channel.objects.select_related("platform", "responder").prefetch_related("personas")
    context = {
        "personas": Persona.objects.active(),
        "channels": channels.annotate(post_count=Count("posts", filter=Q(posts__deleted_at=None))),
        "objectives": Objective.objects.select_related("owner"),
        "pillars": Pillar.objects.order_by("is_archived", Lower("name"), "pk"),
        "written": StrategySection.objects.exclude(text="").count(),
        "questions": len(StrategySection.Key),
        "listening": plan,
        "team": team,
        "hours": sum(member.hours_per_week for member in team if member.is_active),
    }
    return render(request, "strategy/overview.html", context)


def _edit(request: HttpRequest, form_class: type[WorkspaceModelForm], row: models.Model, **page: str) -> HttpResponse:
    """Show a form for `row`, or save it, write the log and go back.

    `page` is what the template says around it: heading, lead, and `remove`, the name of the address that removes it.
    """
    request.section = "strategy"
    data = request.POST if request.method == "POST" else None
    initial = {}
    if data is None and row.pk is None:  # what a link from a finding fills in beforehand
        initial = {name: request.GET[name] for name in form_class.base_fields if name in request.GET}
    form = form_class(data, instance=row, initial=initial, workspace=request.workspace)
    is_new = row.pk is None
    if data is not None and form.is_valid():
        diff = audit.form_diff(form)
        with transaction.atomic():
            saved = form.save()
            if is_new or diff:
                audit.record(request.workspace, request.user, "created" if is_new else "edited", saved, diff)
        messages.success(request, _("“%(name)s” is saved.") % {"name": saved})
        return redirect(next_address(request, "") or _overview_address(request))
    context = {"form": form, "row": row, "is_new": is_new, "next": next_address(request, ""), **page}
    return render(request, "strategy/form.html", context, status=200 if data is None else 422)


def _overview_address(request: HttpRequest) -> str:
    return reverse("strategy", args=[request.workspace.slug])


def _remove(request: HttpRequest, row: models.Model, consequence: str) -> HttpResponse:
    """Ask before removing `row`, saying what follows; then remove it and write the log."""
    request.section = "strategy"
    if request.method == "POST":
        with transaction.atomic():
            audit.record(request.workspace, request.user, "removed", row)
            name = str(row)
            row.delete()
        messages.success(request, _("“%(name)s” is removed.") % {"name": name})
        return redirect("strategy", request.workspace.slug)
    return render(request, "strategy/remove.html", {"row": row, "consequence": consequence})


@workspace("plan.write")
@form_methods
def channel_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, ChannelForm, Channel(), heading=_("A new channel"), lead=_channel_lead())


def _channel_lead() -> str:
    return _("A channel is an account on a platform, kept for a reason. Fewer, well kept, do more than many.")


@workspace("plan.write")
@form_methods
def channel_edit(request: HttpRequest, channel_id: int) -> HttpResponse:
    channel = get_object_or_404(Channel.objects.select_related("platform"), pk=channel_id)
    return _edit(request, ChannelForm, channel, heading=str(channel), lead=_channel_lead(), remove="channel-delete")


@workspace("plan.write")
@form_methods
def channel_delete(request: HttpRequest, channel_id: int) -> HttpResponse:
    channel = get_object_or_404(Channel.objects.select_related("platform"), pk=channel_id)
    return _remove(
        request,
        channel,
        _(
            "Its posts stay in the calendar, without a channel. "
            "To keep what you learnt there, set it to “left” instead."
        ),
    )


@workspace("plan.write")
@form_methods
def objective_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, ObjectiveForm, Objective(), heading=_("A new objective"), lead=_objective_lead())


def _objective_lead() -> str:
    return _("Being present is not an end in itself. Say what it should bring, and how you will know.")


@workspace("plan.write")
@form_methods
def objective_edit(request: HttpRequest, objective_id: int) -> HttpResponse:
    objective = get_object_or_404(Objective.objects, pk=objective_id)
    return _edit(
        request, ObjectiveForm, objective, heading=str(objective), lead=_objective_lead(), remove="objective-delete"
    )


@workspace("plan.write")
@form_methods
def objective_delete(request: HttpRequest, objective_id: int) -> HttpResponse:
    objective = get_object_or_404(Objective.objects, pk=objective_id)
    return _remove(request, objective, _("Posts that served it keep their place and lose the link to it."))


@workspace("plan.write")
@form_methods
def pillar_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, PillarForm, Pillar(), heading=_("A new pillar"), lead=_pillar_lead())


def _pillar_lead() -> str:
    return _("Three to five recurring themes keep a calendar varied and cure the blank page.")


@workspace("plan.write")
@form_methods
def pillar_edit(request: HttpRequest, pillar_id: int) -> HttpResponse:
    pillar = get_object_or_404(Pillar.objects, pk=pillar_id)
    return _edit(request, PillarForm, pillar, heading=str(pillar), lead=_pillar_lead(), remove="pillar-delete")


@workspace("plan.write")
@form_methods
def pillar_delete(request: HttpRequest, pillar_id: int) -> HttpResponse:
    pillar = get_object_or_404(Pillar.objects, pk=pillar_id)
    return _remove(request, pillar, _("Posts of this pillar keep their place and lose the link to it."))


@workspace("plan.write")
@form_methods
def team_member_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, TeamMemberForm, TeamMember(), heading=_("A new team member"), lead=_team_lead())


def _team_lead() -> str:
    return _("Count the hours that are really there: two a week are a valid plan, for one platform.")


@workspace("plan.write")
@form_methods
def team_member_edit(request: HttpRequest, team_member_id: int) -> HttpResponse:
    member = get_object_or_404(TeamMember.objects, pk=team_member_id)
    return _edit(request, TeamMemberForm, member, heading=member.name, lead=_team_lead(), remove="team-member-delete")


@workspace("plan.write")
@form_methods
def team_member_delete(request: HttpRequest, team_member_id: int) -> HttpResponse:
    member = get_object_or_404(TeamMember.objects, pk=team_member_id)
    return _remove(request, member, _("Channels and objectives in their care lose them; accounts are not touched."))


def _keep_to_one_row(form: WorkspaceModelForm) -> None:
    """Before saving a row of which a workspace has one: let `form` write the one that someone made since it was shown.

    The lock, held until the transaction ends, makes two who save the first one wait for each other.
    """
    Workspace.objects.select_for_update().get(pk=form.workspace.pk)
    there = type(form.instance).objects.first()
    if there is not None and form.instance.pk is None:
        form.instance.pk, form.instance._state.adding = there.pk, False


@workspace("plan.write")
@form_methods
def strategy_text(request: HttpRequest) -> HttpResponse:
    """The written strategy, section by section."""
    request.section = "strategy"
    data = request.POST if request.method == "POST" else None
    row = Strategy.objects.first() or Strategy(workspace=request.workspace)
    is_new = row.pk is None
    form = StrategyForm(data, instance=row, workspace=request.workspace)
    if data is not None and form.is_valid():
        diff = audit.form_diff(form)
        with transaction.atomic():
            _keep_to_one_row(form)
            strategy = form.save()
            form.save_sections(strategy)
            if is_new or diff:
                audit.record(request.workspace, request.user, "created" if is_new else "edited", strategy, diff)
        messages.success(request, _("The strategy is saved."))
        return redirect("strategy", request.workspace.slug)
    lead = _("A strategy that is only in your head does not exist. A few honest lines for each question are enough.")
    context = {"form": form, "row": row, "heading": _("The written strategy"), "lead": lead}
    return render(request, "strategy/form.html", context, status=200 if data is None else 422)


@workspace("plan.write")
@form_methods
def listening(request: HttpRequest) -> HttpResponse:
    """The listening plan, with its places and its words."""
    request.section = "strategy"
    data = request.POST if request.method == "POST" else None
    plan = ListeningPlan.objects.first() or ListeningPlan(workspace=request.workspace)
    is_new = plan.pk is None
    form = ListeningPlanForm(data, instance=plan, workspace=request.workspace)
    sources = SourceFormSet(data, instance=plan, prefix="sources")
    keywords = KeywordFormSet(data, instance=plan, prefix="keywords")
    if data is not None and form.is_valid() and sources.is_valid() and keywords.is_valid():
        diff = audit.form_diff(form) | audit.formset_diff(sources, "sources") | audit.formset_diff(keywords, "keywords")
        with transaction.atomic():
            _keep_to_one_row(form)
            saved = form.save()
            for rows in (sources, keywords):
                rows.instance = saved
                rows.save()
            if is_new or diff:
                audit.record(request.workspace, request.user, "created" if is_new else "edited", saved, diff)
        messages.success(request, _("The listening plan is saved."))
        return redirect(next_address(request, "") or _overview_address(request))
    context: dict[str, Any] = {
        "form": form,
        "sources": sources,
        "keywords": keywords,
        "next": next_address(request, ""),
    }
    return render(request, "strategy/listening.html", context, status=200 if data is None else 422)
