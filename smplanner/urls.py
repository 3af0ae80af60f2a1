"""Addresses of the site. Other packages are named by dotted strings only, so that nothing here imports them."""

from django.contrib import admin
from django.urls import include, path
from django.utils.module_loading import import_string

from . import views


def view(dotted: str):
    """The view that a dotted name stands for."""
    return import_string(dotted)


urlpatterns = [
    path("", include("smplanner.workspaces.urls")),
    path("w/<slug:slug>/", include("calendar_app.urls")),
    path("w/<slug:slug>/personas/", include("personas.urls")),
    path("feeds/<str:token>/<str:name>.ics", view("calendar_app.views.feeds.serve"), name="feed"),
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
    path("admin/", admin.site.urls),
    path("favicon.ico", views.favicon, name="favicon"),
    path("mails/stop/<str:token>/", view("smplanner.mail.unwanted.mail_stop"), name="mail-stop"),
    path("help/", views.help_page, name="help"),
    path("shortcuts/", views.shortcuts, name="shortcuts"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("language/", views.set_language, name="set-language"),
    path("theme/", views.set_theme, name="set-theme"),
]

handler400 = "smplanner.views.bad_request"
handler403 = "smplanner.views.forbidden"
handler404 = "smplanner.views.not_found"
handler500 = "smplanner.views.server_error"
