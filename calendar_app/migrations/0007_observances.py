"""Let an observance belong to a region and have a longer rule, and load the days that every calendar knows.

What staff wrote since is not overwritten. A later change of a shipped day is a further migration.
"""

from django.db import migrations, models

from calendar_app import known_days


def load(apps, schema_editor):
    known_days.load(apps.get_model("calendar_app", "Observance"))


class Migration(migrations.Migration):
    dependencies = [("calendar_app", "0006_kpis")]

    operations = [
        migrations.AddField(
            "observance",
            "region",
            models.CharField(
                "region",
                max_length=10,
                blank=True,
                default="",
                help_text="As in a workspace’s settings: 6AE, 57, MQ. Empty: everywhere.",
            ),
            preserve_default=False,
        ),
        migrations.AlterField("observance", "rule", models.CharField("when", max_length=120)),
        # On the way back the rows stay; loading again finds them.
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
