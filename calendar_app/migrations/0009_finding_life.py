import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("calendar_app", "0008_checker"),
        ("workspaces", "0004_checker"),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("errors", models.PositiveIntegerField(default=0)),
                ("warnings", models.PositiveIntegerField(default=0)),
                ("advice", models.PositiveIntegerField(default=0)),
                ("found", models.JSONField(default=dict)),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="workspaces.workspace"
                    ),
                ),
            ],
            options={
                "verbose_name": "day of checks",
                "verbose_name_plural": "days of checks",
                "ordering": ["on"],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "on"), name="one_record_a_day"),
                ],
            },
        ),
        migrations.AddField(
            model_name="waiver",
            name="given",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
