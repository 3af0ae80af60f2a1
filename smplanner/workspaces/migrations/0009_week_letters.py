from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workspaces", "0008_team")]

    operations = [
        migrations.AddField(
            model_name="workspace",
            name="week_letters",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Weeks have numbers only"),
                    ("odd", "Odd weeks are A, even ones B"),
                    ("even", "Even weeks are A, odd ones B"),
                ],
                default="",
                help_text="For those whose weeks take turns: shared shifts, markets, schools.",
                max_length=4,
                verbose_name="weeks A and B",
            ),
        ),
    ]
