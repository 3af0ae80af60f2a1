"""People, workspaces and the record of what was done, for the site's staff."""

from typing import Any

import allauth.mfa.admin
import allauth.socialaccount.admin
import allauth.usersessions.admin  # noqa: F401 - they register what is taken out of the administration below
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import Count, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import AuditEvent, Invitation, Membership, User, Workspace


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class UserForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"  # which of them staff see is said by the fieldsets below
        field_classes: dict[str, type] = {}

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """People, by e-mail address: there are no user names here."""

    form = UserForm
    add_form = NewUserForm
    list_display = ["email", "name", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "password", "name"]}),
        (_("Screens"), {"fields": ["language", "theme", "density", "shortcuts"]}),
        (_("Rights on the site"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["email", "name", "usable_password", "password1", "password2"]})
    ]


class SeatForm(forms.ModelForm):
    """A seat keeps its person; who sits elsewhere gets a seat of their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            person, field = self.instance.user, self.fields["user"]
            field.widget = forms.Select()  # the widget of raw ids would look each person up again
            field.choices = [(person.pk, person.get_full_name())]
            field.disabled = True


class MembershipInline(admin.TabularInline):
    model = Membership
    form = SeatForm
    fields = ["user", "role", "joined_at"]
    readonly_fields = ["joined_at"]
    raw_id_fields = ["user"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("user", "workspace")


@admin.register(Workspace)
class WorkspaceAdmin(admin.ModelAdmin):
    inlines = [MembershipInline]
    list_display = ["name", "slug", "language", "zone", "country", "people", "feeds_enabled", "created_at"]
    list_filter = ["language", "market", "feeds_enabled", "is_demo"]
    search_fields = ["name", "slug", "memberships__user__email"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["is_demo", "created_at"]
    ordering = [Lower("name")]  # counting drops the model's own

    def get_queryset(self, request: HttpRequest) -> QuerySet[Workspace]:
        return super().get_queryset(request).annotate(people=Count("memberships", distinct=True))

    @admin.display(description=_("people"), ordering="people")
    def people(self, workspace: Workspace) -> int:
        return workspace.people


class ReadOnly(admin.ModelAdmin):
    """What staff may look at and nobody may change here."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    list_display = ["email", "workspace", "role", "invited_by", "created_at", "expires_at", "accepted_at", "revoked_at"]
    list_select_related = ["workspace", "invited_by"]
    list_filter = ["role"]
    search_fields = ["email", "workspace__name"]
    fields = list_display


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly):
    list_display = ["at", "workspace", "actor", "verb", "target_kind", "target_label"]
    list_select_related = ["workspace", "actor"]
    list_filter = ["verb", "target_kind"]
    search_fields = ["target_label", "workspace__name", "actor__email"]
    date_hierarchy = "at"
    fields = ["at", "workspace", "actor", "verb", "target_kind", "target_id", "target_label", "diff"]


# Sessions are their owner's affair; a provider of one's own is named by the environment, and its tokens are not kept.
admin.site.unregister([UserSession, SocialAccount, SocialApp, SocialToken, Authenticator])


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnly):
    """Second factors, without their secrets. Staff take away those of a person who has lost them all."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_select_related = ["user"]
    list_filter = ["type"]
    search_fields = ["user__email", "user__name"]
    fields = list_display

    def has_delete_permission(self, request: HttpRequest, *args: Any) -> bool:
        return request.user.has_perm("mfa.delete_authenticator")
