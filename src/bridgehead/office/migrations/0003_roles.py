"""The six roles, as groups."""

from __future__ import annotations

from django.db import migrations

ROLES = ("reader", "clerk", "department", "reviewer", "supervisor", "administrator")


def add(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    for role in ROLES:
        groups.get_or_create(name=role)


class Migration(migrations.Migration):
    dependencies = [
        ("office", "0002_search"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
