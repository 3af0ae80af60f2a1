"""Load the presets that the welcome starts from.

A later change of a shipped preset is a further migration that touches the rows it corrects, so that what staff edited
since is not overwritten.
"""

from django.db import migrations

from calendar_app import presets


def load(apps, schema_editor):
    presets.load(apps.get_model("calendar_app", "Preset"))


class Migration(migrations.Migration):
    dependencies = [("calendar_app", "0004_strategy")]

    # On the way back the rows stay; loading again finds them.
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
