"""Gives things the names that the code has: attacks that were stopped, and hidden attacks in what is stored of checks."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def rename_key(apps: Apps, old: str, new: str) -> None:
    """Rename a key of each check, in submissions and in what attacks do to the original code."""
    for name in ("Submission", "Demonstration"):
        model = apps.get_model("attempts", name)
        for row in model.objects.only("checks").iterator():
            if any(old in check for check in row.checks):
                row.checks = [
                    {new if key == old else key: value for key, value in check.items()} for check in row.checks
                ]
                row.save(update_fields=["checks"])


def forwards(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Call hidden what had another name."""
    rename_key(apps, "held_out", "hidden")


def backwards(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Call it by its earlier name."""
    rename_key(apps, "hidden", "held_out")


class Migration(migrations.Migration):
    """Renames."""

    dependencies = [("attempts", "0008_check")]

    operations = [
        migrations.RenameField("submission", "stopped", "attacks_stopped"),
        migrations.RunPython(forwards, backwards),
    ]
