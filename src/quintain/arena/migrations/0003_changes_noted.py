"""Notes in a class when an arena does."""

from django.db import migrations

from quintain.cohorts.changes import watch


class Migration(migrations.Migration):
    dependencies = [
        ("cohorts", "0002_class_changed"),
        ("arena", "0002_rounds_with_time"),
    ]

    operations = [
        watch("arena_arena"),
    ]
