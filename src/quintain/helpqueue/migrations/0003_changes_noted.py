"""Notes in a class when a hand changes."""

from django.db import migrations

from quintain.cohorts.changes import watch


class Migration(migrations.Migration):
    dependencies = [
        ("cohorts", "0002_class_changed"),
        ("helpqueue", "0002_answers"),
    ]

    operations = [
        watch("helpqueue_hand"),
    ]
