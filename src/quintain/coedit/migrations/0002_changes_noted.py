"""Notes in a class when a pair session does."""

from django.db import migrations

from quintain.cohorts.changes import watch


class Migration(migrations.Migration):
    dependencies = [
        ("cohorts", "0002_class_changed"),
        ("coedit", "0001_initial"),
    ]

    operations = [
        watch("coedit_pairsession", "consent", "ended_at"),  # not of each letter that is typed
    ]
