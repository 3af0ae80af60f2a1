"""The base of every row that belongs to one workspace, and the second wall around it."""

from typing import Any

from django.db import models
from django_scopes import ScopedManager


class ForeignWorkspace(Exception):
    """A row was about to point at another workspace's row: a mistake in our code, never a person's."""


class OwnedByWorkspace(models.Model):
    """A row of one workspace.

    `objects` answers only inside `django_scopes.scope(workspace=…)`, and then only that workspace's rows. `save`
    refuses a link to another workspace's row, which neither the scope nor a foreign key would notice.
    """

    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="+")

    objects = ScopedManager(workspace="workspace")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.refuse_foreign_links()
        super().save(*args, **kwargs)

    def refuse_foreign_links(self) -> None:
        """Raise ForeignWorkspace when a foreign key leads out of this row's workspace."""
        for field in self._meta.concrete_fields:
            related = field.related_model
            if not (isinstance(related, type) and issubclass(related, OwnedByWorkspace)):
                continue
            key = getattr(self, field.attname)
            if key is None:
                continue
            if field.is_cached(self):
                owner = getattr(self, field.name).workspace_id
            else:
                owner = related._base_manager.filter(pk=key).values_list("workspace_id", flat=True).first()
            if owner is not None and owner != self.workspace_id:
                raise ForeignWorkspace(f"{self._meta.label}.{field.name} leads out of workspace {self.workspace_id}")
