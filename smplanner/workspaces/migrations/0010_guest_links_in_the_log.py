from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workspaces", "0009_week_letters")]

    operations = [
        migrations.AddField(
            model_name="auditevent",
            name="link",
            field=models.BigIntegerField(
                editable=False, help_text="The number of the link for outsiders by which it was done.", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                condition=models.Q(("link__isnull", False)), fields=["workspace", "link"], name="audit_by_link"
            ),
        ),
    ]
