"""Sound fixes that learners look at before their own is proven."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.utils import timezone


class Migration(migrations.Migration):
    """Note when one was seen, and which classes allow it."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("attempts", "0009_words"), ("cohorts", "0002_class_changed")]

    operations: ClassVar[list[Operation]] = [
        migrations.AddField("workspace", "solution_seen_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            "SolutionsAllowed",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("allowed_at", models.DateTimeField(default=timezone.now)),
                (
                    "in_class",
                    models.OneToOneField(
                        on_delete=models.deletion.CASCADE, related_name="solutions_allowed", to="cohorts.class"
                    ),
                ),
            ],
        ),
    ]
