"""Comments on lines of attempts."""

from typing import ClassVar

from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models.deletion import CASCADE, SET_NULL
from django.utils import timezone

from quintain.cohorts.changes import watch


class Migration(migrations.Migration):
    """Make the table, and have its changes noted in the class."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("attempts", "0011_searches"),
        ("cohorts", "0002_class_changed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            "Comment",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=255)),
                ("line", models.PositiveIntegerField()),
                ("text", models.CharField(max_length=1000)),
                ("written_at", models.DateTimeField(default=timezone.now)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "submission",
                    models.ForeignKey(on_delete=CASCADE, related_name="comments", to="attempts.submission"),
                ),
                (
                    "author",
                    models.ForeignKey(null=True, on_delete=SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("in_class", models.ForeignKey(null=True, on_delete=SET_NULL, related_name="+", to="cohorts.class")),
            ],
            options={"ordering": ["written_at", "pk"]},
        ),
        watch("attempts_comment"),
    ]
