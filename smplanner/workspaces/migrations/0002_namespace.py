import uuid

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def give_each_its_own(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A default is computed once for all rows that are there; every workspace needs another one."""
    workspace = apps.get_model("workspaces", "Workspace")
    for pk in workspace.objects.values_list("pk", flat=True):
        workspace.objects.filter(pk=pk).update(namespace=uuid.uuid4())


class Migration(migrations.Migration):
    dependencies = [("workspaces", "0001_initial")]

    operations = [
        migrations.AddField("workspace", "namespace", models.UUIDField(editable=False, null=True)),
        migrations.RunPython(give_each_its_own, migrations.RunPython.noop),
        migrations.AlterField(
            "workspace", "namespace", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
    ]
