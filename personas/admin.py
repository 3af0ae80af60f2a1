"""Personas and the catalogue of platforms, for the site's staff."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from smplanner.workspaces import audit
from smplanner.workspaces.models import Membership

from . import writing
from .forms import LinesField, check_ages
from .models import Persona, PersonaPlatform, Platform, PlatformAudience

NEGLECTED_DAYS, STALE_DAYS = 180, 90


class LastReviewFilter(admin.SimpleListFilter):
    """How long ago somebody asked whether the persona still holds."""

    title = _("last review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [
            ("recent", _("Within 90 days")),
            ("stale", _("90 to 180 days ago")),
            ("neglected", _("More than 180 days ago")),
            ("never", _("Never")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Persona]) -> QuerySet[Persona]:
        today = timezone.localdate()
        stale, neglected = today - timedelta(STALE_DAYS), today - timedelta(NEGLECTED_DAYS)
        wanted = {
            "recent": {"last_reviewed_on__gte": stale},
            "stale": {"last_reviewed_on__lt": stale, "last_reviewed_on__gte": neglected},
            "neglected": {"last_reviewed_on__lt": neglected},
            "never": {"last_reviewed_on": None},
        }
        return queryset.filter(**wanted.get(self.value(), {}))


class PersonaAdminForm(forms.ModelForm):
    needs = LinesField(label=_("needs"), required=False, help_text=_("One a line."))

    class Meta:
        model = Persona
        fields = ["needs"]  # the others follow from the fieldsets below

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_ages(self, cleaned)
        owner = cleaned.get("owner")
        home = cleaned.get("workspace") or getattr(self.instance, "workspace", None)
        if owner and home and not Membership.objects.filter(user=owner, workspace=home).exists():
            self.add_error("owner", _("This person is not a member of the workspace."))
        return cleaned


class PersonaPlatformInline(admin.TabularInline):
    model = PersonaPlatform
    fields = ["platform", "usage", "why", "evidence"]
    extra = 1

    def get_queryset(self, request: HttpRequest) -> QuerySet[PersonaPlatform]:
        return super().get_queryset(request).select_related("persona", "platform")  # each row says its name

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> forms.Field:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "platform":
            # Read once: a field with a query of its own would read the catalogue again on each row.
            field.choices = [("", "---------"), *Platform.objects.values_list("pk", "name")]
        return field


@admin.register(Persona)
class PersonaAdmin(admin.ModelAdmin):
    form = PersonaAdminForm
    inlines = [PersonaPlatformInline]
    list_display = ["name", "workspace", "status", "relation", "ages", "used_platforms", "last_reviewed_on"]
    list_select_related = ["workspace"]
    list_filter = ["status", "relation", LastReviewFilter, ("workspace", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name", "summary", "location", "situation", "topics", "workspace__name"]
    search_help_text = _("Name, sentence, place, situation, topics or workspace.")
    autocomplete_fields = ["workspace", "owner"]
    actions = ["review_today", "archive", "take_back"]
    list_per_page = 50
    fieldsets = [
        (None, {"fields": ["workspace", "name", "summary", ("age_min", "age_max"), "needs"]}),
        (_("In the plan"), {"fields": ["status", "colour", "relation", "role", "wanted_share", "owner"]}),
        (_("Their life"), {"fields": ["location", "situation", "goals", "expectations", "objections"]}),
        (_("How to speak to them"), {"fields": ["topics", "formats", "tone"]}),
        (_("How we know"), {"fields": ["evidence_type", "evidence_note", "last_reviewed_on"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Persona]:
        uses = PersonaPlatform.objects.select_related("platform")
        return super().get_queryset(request).prefetch_related(Prefetch("uses", uses))

    def get_readonly_fields(self, request: HttpRequest, obj: Persona | None = None) -> list[str]:
        # Posts and channels of its workspace point at a persona: it never moves to another one.
        return ["workspace"] if obj else []

    @admin.display(description=_("ages"), ordering="age_min")
    def ages(self, persona: Persona) -> str:
        if persona.age_min is None and persona.age_max is None:
            return "–"
        low, high = ("?" if age is None else str(age) for age in (persona.age_min, persona.age_max))
        return f"{low}–{high}"

    @admin.display(description=_("platforms"))
    def used_platforms(self, persona: Persona) -> str:
        return ", ".join(use.platform.name for use in persona.uses.all() if use.usage != PersonaPlatform.Usage.NEVER)

    def save_formset(self, request: HttpRequest, form: forms.ModelForm, formset: Any, change: bool) -> None:
        for row in formset.save(commit=False):
            row.workspace = form.instance.workspace
            row.save()
        for row in formset.deleted_objects:
            row.delete()

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        diff = writing.changes(form, formsets[0])
        super().save_related(request, form, formsets, change)
        writing.log(form.instance, diff, request.user, made=not change)

    def delete_model(self, request: HttpRequest, obj: Persona) -> None:
        audit.record(obj.workspace, request.user, "deleted", obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Persona]) -> None:
        for persona in queryset.select_related("workspace"):
            audit.record(persona.workspace, request.user, "deleted", persona)
        super().delete_queryset(request, queryset)

    @admin.action(description=_("Mark as reviewed today"), permissions=["change"])
    def review_today(self, request: HttpRequest, queryset: QuerySet[Persona]) -> None:
        for persona in queryset:
            writing.review(persona, "", request.user, timezone.localdate())
            self._note(request, persona, "last_reviewed_on")
        self._say(request, ngettext("%(n)d persona reviewed.", "%(n)d personas reviewed.", len(queryset)), queryset)

    @admin.action(description=_("Archive"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet[Persona]) -> None:
        for persona in queryset:
            writing.set_status(persona, Persona.Status.ARCHIVED, request.user)
            self._note(request, persona, "status")
        self._say(request, ngettext("%(n)d persona archived.", "%(n)d personas archived.", len(queryset)), queryset)

    @admin.action(description=_("Take back into the plan"), permissions=["change"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[Persona]) -> None:
        for persona in queryset:
            writing.set_status(persona, Persona.Status.ACTIVE, request.user)
            self._note(request, persona, "status")
        self._say(request, ngettext("%(n)d persona taken back.", "%(n)d personas taken back.", len(queryset)), queryset)

    def _note(self, request: HttpRequest, persona: Persona, field: str) -> None:
        """Let the admin's own history tell what an action changed, as it tells what a form did."""
        name = Persona._meta.get_field(field).verbose_name
        self.log_change(request, persona, [{"changed": {"fields": [str(name)]}}])

    def _say(self, request: HttpRequest, sentence: str, done: QuerySet[Persona]) -> None:
        self.message_user(request, sentence % {"n": len(done)}, messages.SUCCESS)


class PlatformAudienceInline(admin.TabularInline):
    model = PlatformAudience
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlatformAudience]:
        return super().get_queryset(request).select_related("platform")


class PlatformAdminForm(forms.ModelForm):
    skills = LinesField(
        label=_("skills"), required=False, help_text=_("One a line; all are needed. “photo|design” means either.")
    )

    class Meta:
        model = Platform
        fields = ["skills"]  # the others follow from the fieldsets below


@admin.register(Platform)
class PlatformAdmin(admin.ModelAdmin):
    form = PlatformAdminForm
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    inlines = [PlatformAudienceInline]
    list_display = [
        "name",
        "mark",
        "category",
        "maturity",
        "char_max",
        "hashtags_max",
        "rhythm",
        "effort",
        "checked_on",
        "is_offered",
    ]
    list_editable = ["is_offered"]
    list_filter = ["category", "maturity", "is_offered", "is_conversational", "counting"]
    search_fields = ["name", "slug"]
    list_select_related = ["succeeds"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", ("mark", "colour"), "category", ("maturity", "succeeds"), "url"]}),
        (_("In the plan"), {"fields": ["is_offered", "is_conversational", "effort", "base_hours", "skills"]}),
        (
            _("Limits"),
            {
                "fields": [
                    "counting",
                    ("char_max", "char_soft", "visible_chars"),
                    "title_max",
                    ("hashtags_soft", "hashtags_max"),
                    "alt_max",
                ]
            },
        ),
        (
            _("Rhythm, in posts a week"),
            {"fields": [("freq_min", "freq_low", "freq_high", "freq_max"), "freq_confidence"]},
        ),
        (_("Evidence"), {"fields": ["professional_bonus", "checked_on", "source"]}),
    ]

    @admin.display(description=_("usual posts a week"), ordering="freq_low")
    def rhythm(self, platform: Platform) -> str:
        return f"{platform.freq_low.normalize():f}–{platform.freq_high.normalize():f}"


@admin.register(PlatformAudience)
class PlatformAudienceAdmin(admin.ModelAdmin):
    list_display = ["platform", "country", "age_min", "age_max", "share", "kind", "source", "year"]
    list_select_related = ["platform"]
    list_filter = ["country", "kind", "platform"]
    search_fields = ["platform__name", "source"]
    autocomplete_fields = ["platform"]
