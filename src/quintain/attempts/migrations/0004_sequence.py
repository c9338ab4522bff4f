"""Orders submissions by a number of the database's own; those there are get theirs by the time they were made."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def number(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Give each submission the next number, oldest first; attempts of the same instant by their own numbers."""
    submissions = apps.get_model("attempts", "Submission").objects.order_by("created_at", "number", "pk")
    counter = apps.get_model("attempts", "SubmissionCounter").objects
    for pk in list(submissions.values_list("pk", flat=True)):
        submissions.filter(pk=pk).update(sequence=counter.create().pk)
    counter.all().delete()


class Migration(migrations.Migration):
    """Adds the numbers, and what else tells which of two reports is newer."""

    dependencies = [
        ("attempts", "0003_demonstrations"),
    ]

    operations = [
        migrations.CreateModel(
            name="SubmissionCounter",
            fields=[("id", models.BigAutoField(primary_key=True, serialize=False))],
        ),
        migrations.AddField("submission", "restarts", models.PositiveIntegerField(default=0)),
        migrations.AddField("submission", "events", models.PositiveIntegerField(default=0)),
        migrations.AddField("submission", "sequence", models.BigIntegerField(editable=False, null=True)),
        migrations.RunPython(number, migrations.RunPython.noop, elidable=True),
        migrations.AlterField("submission", "sequence", models.BigIntegerField(editable=False, unique=True)),
        migrations.AlterModelOptions("submission", {"ordering": ["-sequence"]}),
        migrations.AlterModelOptions("marking", {"ordering": ["-id"]}),
    ]
