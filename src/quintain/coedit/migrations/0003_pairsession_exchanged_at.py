"""A note that the student's own texts were exchanged, for the process that has the shared document."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coedit", "0002_changes_noted"),
    ]

    operations = [
        # It may be NULL, so that SQLite adds the column to the table as it is, with its triggers.
        migrations.AddField("pairsession", "exchanged_at", models.DateTimeField(null=True)),
    ]
