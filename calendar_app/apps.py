from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarConfig(AppConfig):
    name = "calendar_app"
    verbose_name = _("Plan and calendar")

    def ready(self) -> None:
        # Here, because models cannot be imported while applications are still being loaded.
        from . import deadlines, editing, files, guests, leaving, notice_mails, purging, reminders, summaries
        from .ical import freshness, subscriptions

        deadlines.connect()
        editing.connect()
        files.connect()
        guests.connect()
        leaving.connect()
        notice_mails.connect()
        purging.connect()
        reminders.connect()
        summaries.connect()
        freshness.connect()
        subscriptions.connect()
