"""Load the catalogue of platforms.

A later change of the catalogue's facts is a further migration that touches the rows it corrects, so that what staff
edited since is not overwritten.
"""

from django.db import migrations

from personas import catalogue


def load(apps, schema_editor):
    catalogue.load(apps.get_model("personas", "Platform"), apps.get_model("personas", "PlatformAudience"))


class Migration(migrations.Migration):
    dependencies = [("personas", "0002_initial")]

    # On the way back the rows stay: channels and personas may point at them, and loading again finds them.
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
