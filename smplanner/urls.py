"""Addresses of the site. Other packages are named by dotted strings only, so that nothing here imports them."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLResolver, include, path
from django.utils.module_loading import import_string

from . import views


def view(dotted: str):
    """The view that a dotted name stands for."""
    return import_string(dotted)


def elsewhere() -> list[URLResolver]:
    """The addresses of signing in at a provider of one's own, if this site has one."""
    if not settings.OIDC_ISSUER:
        return []
    return [
        path("accounts/elsewhere/", include("allauth.socialaccount.urls")),
        path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
    ]


urlpatterns = [
    path("", include("smplanner.workspaces.urls")),
    path("w/<slug:slug>/", include("calendar_app.urls")),
    path("w/<slug:slug>/personas/", include("personas.urls")),
    path("feeds/<str:token>/<str:name>.ics", view("calendar_app.views.feeds.serve"), name="feed"),
    path("g/<str:token>/", view("calendar_app.views.guests.shared_posts"), name="guest"),
    path("g/<str:token>/posts/<int:post_id>/", view("calendar_app.views.guests.shared_post"), name="guest-post"),
    path(
        "g/<str:token>/pictures/<int:media_id>/", view("calendar_app.views.guests.shared_picture"), name="guest-picture"
    ),
    path(
        "g/<str:token>/pictures/<int:media_id>/small/",
        view("calendar_app.views.guests.shared_thumbnail"),
        name="guest-thumbnail",
    ),
    path("api/", include("calendar_app.api.urls")),
    path("example/", view("calendar_app.views.workspace.demo_new"), name="demo-new"),
    path("workspaces/import/", view("calendar_app.views.archive.workspace_import"), name="workspace-import"),
    path(
        "workspaces/import/confirm/",
        view("calendar_app.views.archive.workspace_import_confirm"),
        name="workspace-import-confirm",
    ),
    path("rules/", view("calendar_app.views.rules.rule_list"), name="rules"),
    path("rules/<slug:rule>/", view("calendar_app.views.rules.rule_page"), name="rule"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    *elsewhere(),
    path("admin/", admin.site.urls),
    path("favicon.ico", views.favicon, name="favicon"),
    path("mails/stop/<str:token>/", view("smplanner.mail.unwanted.mail_stop"), name="mail-stop"),
    path("profile/mails/", view("calendar_app.views.mails.mails"), name="profile-mails"),
    path("help/", views.help_page, name="help"),
    path("shortcuts/", views.shortcuts, name="shortcuts"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("language/", views.set_language, name="set-language"),
    path("theme/", views.set_theme, name="set-theme"),
]

handler400 = "smplanner.views.bad_request"
handler403 = "smplanner.views.forbidden"
handler404 = "smplanner.views.not_found"
handler429 = "smplanner.views.too_often"  # allauth's own: Django knows no such handler
handler500 = "smplanner.views.server_error"
