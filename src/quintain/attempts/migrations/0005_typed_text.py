import hashlib
import json

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def describe_copies(apps, schema_editor):
    """Give each copy its digest and size; of equal copies keep the newest, and of many the newest forty."""
    seen = set()
    kept = {}
    for copy in apps.get_model("attempts", "Copy").objects.order_by("-made_at").iterator():
        parts = ["fix", "", sorted(copy.files.items())]
        copy.digest = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
        copy.size_bytes = sum(len(text.encode()) for text in copy.files.values())
        if (copy.workspace_id, copy.digest) in seen or kept.get(copy.workspace_id, 0) >= 40:
            copy.delete()
            continue
        seen.add((copy.workspace_id, copy.digest))
        kept[copy.workspace_id] = kept.get(copy.workspace_id, 0) + 1
        copy.save(update_fields=["digest", "size_bytes"])


class Migration(migrations.Migration):
    dependencies = [
        ("attempts", "0004_sequence"),
    ]

    operations = [
        migrations.AddField(
            model_name="workspace",
            name="exchanges",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="workspace",
            name="exchanges_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="copy",
            name="phase",
            field=models.CharField(choices=[("break", "Break"), ("fix", "Fix")], default="fix", max_length=10),
        ),
        migrations.AddField(
            model_name="copy",
            name="reason",
            field=models.CharField(
                choices=[
                    ("reset", "Reset"),
                    ("restore", "Restore"),
                    ("chosen", "Chosen"),
                    ("not-chosen", "Not Chosen"),
                    ("recovered", "Recovered"),
                ],
                default="reset",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="copy",
            name="path",
            field=models.CharField(blank=True, default="", max_length=255),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="copy",
            name="digest",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="copy",
            name="size_bytes",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="copy",
            name="before",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AlterField(
            model_name="copy",
            name="made_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AlterModelOptions(
            name="copy",
            options={"ordering": ["-made_at", "-id"]},
        ),
        migrations.RunPython(describe_copies, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="copy",
            constraint=models.UniqueConstraint(fields=("workspace", "digest"), name="equal_content_is_kept_once"),
        ),
        migrations.CreateModel(
            name="TabSave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tab", models.UUIDField()),
                ("path", models.CharField(max_length=255)),
                ("sequence", models.PositiveBigIntegerField()),
                ("revision", models.PositiveBigIntegerField()),
                ("saved_at", models.DateTimeField(auto_now=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tab_saves",
                        to="attempts.workspace",
                    ),
                ),
            ],
            options={
                "ordering": ["-saved_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "tab", "path"), name="one_newest_save_for_each_tab")
                ],
            },
        ),
    ]
