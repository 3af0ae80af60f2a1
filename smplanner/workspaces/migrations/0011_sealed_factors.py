from django.db import migrations

from smplanner.workspaces.sealed import FIELDS, seal_factors, unseal


def seal(apps, _schema_editor):
    seal_factors(apps.get_model("mfa", "Authenticator"))


def unseal_all(apps, _schema_editor):
    for one in apps.get_model("mfa", "Authenticator").objects.all():
        for name in one.data.keys() & set(FIELDS):
            value = one.data[name]
            one.data[name] = [unseal(code) for code in value] if isinstance(value, list) else unseal(value)
        one.save(update_fields=["data"])


class Migration(migrations.Migration):
    """What authenticator apps and recovery codes are made from is stored sealed from now on."""

    dependencies = [
        ("workspaces", "0010_guest_links_in_the_log"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(seal, unseal_all)]
