"""A raised hand can be answered in writing."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("helpqueue", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "hand", "answer", models.CharField(blank=True, default="", max_length=1000), preserve_default=False
        ),
        migrations.AddField(
            "hand",
            "answered_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("hand", "answered_at", models.DateTimeField(null=True)),
        migrations.AddField("hand", "answer_read_at", models.DateTimeField(null=True)),
    ]
