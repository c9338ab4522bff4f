"""Test runs that only try a browser before a class."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """Mark them, so that they begin no lab."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("attempts", "0007_lease")]

    operations: ClassVar[list[Operation]] = [
        migrations.AddField("submission", "is_check", models.BooleanField(default=False, editable=False)),
    ]
