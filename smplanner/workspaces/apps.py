from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkspacesConfig(AppConfig):
    name = "smplanner.workspaces"
    label = "workspaces"
    verbose_name = _("Workspaces and people")

    def ready(self) -> None:
        import smplanner.checks  # noqa: F401 - importing it registers the checks
