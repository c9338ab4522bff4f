"""Notes in a class when what it does changes."""

from django.db import migrations

from quintain.cohorts.changes import watch


class Migration(migrations.Migration):
    dependencies = [
        ("cohorts", "0002_class_changed"),
        ("pacing", "0001_initial"),
    ]

    operations = [
        *(watch(f"pacing_{table}") for table in ("pace", "poll", "senthint", "sharedfix")),
    ]
