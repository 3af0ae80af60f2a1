from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class WorkspacesConfig(AppConfig):
    name = "smplanner.workspaces"
    label = "workspaces"
    verbose_name = _("Workspaces and people")

    def ready(self) -> None:
        import smplanner.checks  # noqa: F401 - importing it registers the checks

        from .invitations import accept_after_sign_in
        from .keeping import keep_after_sign_in

        user_logged_in.connect(accept_after_sign_in, dispatch_uid="workspaces.invitation")
        user_logged_in.connect(keep_after_sign_in, dispatch_uid="workspaces.typed")
