from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarConfig(AppConfig):
    name = "calendar_app"
    verbose_name = _("Plan and calendar")

    def ready(self) -> None:
        # Here, because models cannot be imported while applications are still being loaded.
        from . import files, reminders
        from .ical import freshness, subscriptions

        files.connect()
        reminders.connect()
        freshness.connect()
        subscriptions.connect()
