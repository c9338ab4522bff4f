from uuid import uuid4

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Cell",
            fields=[
                ("name", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("incarnation", models.UUIDField(default=uuid4, unique=True)),
                ("seen_at", models.DateTimeField()),
                ("is_draining", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Ownership",
            fields=[
                ("epoch", models.BigAutoField(primary_key=True, serialize=False)),
                ("partition", models.UUIDField(unique=True)),
                ("owner", models.UUIDField()),
            ],
            options={
                "indexes": [models.Index(fields=["owner"], name="what_a_cell_owns")],
            },
        ),
    ]
