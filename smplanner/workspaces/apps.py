from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class WorkspacesConfig(AppConfig):
    name = "smplanner.workspaces"
    label = "workspaces"
    verbose_name = _("Workspaces and people")

    def ready(self) -> None:
        from allauth.account.signals import password_changed, password_reset, password_set
        from allauth.mfa.signals import authenticator_added, authenticator_removed

        import smplanner.checks  # noqa: F401 - importing it registers the checks

        from .invitations import accept_after_sign_in
        from .keeping import keep_after_sign_in
        from .sessions import begin, end_others

        user_logged_in.connect(accept_after_sign_in, dispatch_uid="workspaces.invitation")
        user_logged_in.connect(keep_after_sign_in, dispatch_uid="workspaces.typed")
        user_logged_in.connect(begin, dispatch_uid="workspaces.session")
        for changed in (password_changed, password_set, password_reset, authenticator_added, authenticator_removed):
            changed.connect(end_others, dispatch_uid="workspaces.end_others")
