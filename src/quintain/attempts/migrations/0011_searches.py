"""Searches behind verdicts."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.utils import timezone

import quintain.web.fields


class Migration(migrations.Migration):
    """Keep how far each has come, and when one took a proof away."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("attempts", "0010_solutions")]

    operations: ClassVar[list[Operation]] = [
        migrations.AddField("workspace", "proof_lost_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            "Search",
            [
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search",
                        serialize=False,
                        to="attempts.submission",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("held", "Held"), ("found", "Found"), ("ended", "Ended")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("claim", models.UUIDField(null=True)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("budget_seconds", models.FloatField()),
                ("seed", models.BigIntegerField(null=True)),
                ("rounds", models.PositiveIntegerField(default=0)),
                ("sequences", models.PositiveIntegerField(default=0)),
                ("calls", models.PositiveIntegerField(default=0)),
                ("unclear", models.PositiveIntegerField(default=0)),
                ("used_seconds", models.FloatField(default=0.0)),
                ("fault", quintain.web.fields.ExactJSONField(null=True)),
                ("asked_at", models.DateTimeField(default=timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
