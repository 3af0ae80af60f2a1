"""Ways of looking at the calendar that someone keeps."""

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from smplanner.workspaces.models import User
from smplanner.workspaces.owned import OwnedByWorkspace


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def open_to(self, user: User) -> "QuerySet[SavedView]":
        """What `user` has kept, and what others have kept for the whole team; by name."""
        return self.filter(Q(owner=user) | Q(is_shared=True)).order_by("name", "pk")


class SavedView(OwnedByWorkspace):
    """A view with its filters and colours under a name: a plain link. The day is not part of it."""

    name = models.CharField(_("name"), max_length=60)
    address = models.CharField(
        max_length=2000, editable=False, help_text="The query string, without day and without “?”."
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", editable=False, verbose_name=_("kept by")
    )
    is_shared = models.BooleanField(
        _("for the whole team"), default=False, help_text=_("Everybody in this workspace finds it in the list.")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(SavedViewQuerySet), workspace="workspace")

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "owner", "name"],
                name="saved_view_name_once",
                violation_error_message=_("You have a view of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
