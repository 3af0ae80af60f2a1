"""Load the catalogue of indicators. What staff wrote since is not overwritten."""

from django.db import migrations

from calendar_app import kpis


def load(apps, schema_editor):
    kpis.load(apps.get_model("calendar_app", "Kpi"))


class Migration(migrations.Migration):
    dependencies = [("calendar_app", "0005_presets")]

    # On the way back the rows stay: objectives may point at them, and loading again finds them.
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
