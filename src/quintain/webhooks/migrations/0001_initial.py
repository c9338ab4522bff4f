import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cohorts", "0002_class_changed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Endpoint",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("address", models.CharField(max_length=1000)),
                ("types", models.JSONField(default=list)),
                ("secret", models.TextField()),
                ("last_secret", models.TextField(blank=True)),
                ("rotated_at", models.DateTimeField(null=True)),
                (
                    "off",
                    models.CharField(
                        blank=True,
                        choices=[("by-operator", "By Operator"), ("gone", "Gone"), ("failed", "Failed")],
                        max_length=12,
                    ),
                ),
                ("off_at", models.DateTimeField(null=True)),
                ("failing_since", models.DateTimeField(null=True)),
                ("sending_until", models.DateTimeField(editable=False, null=True)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "in_class",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="endpoints",
                        to="cohorts.class",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("lab.proven", "Lab Proven"),
                            ("class.ended", "Class Ended"),
                            ("hand.raised", "Hand Raised"),
                            ("endpoint.test", "Endpoint Test"),
                        ],
                        max_length=20,
                    ),
                ),
                ("body", models.TextField()),
                ("at", models.DateTimeField(db_index=True)),
                (
                    "in_class",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cohorts.class"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("delivered", "Delivered"), ("given-up", "Given Up")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("tried_at", models.DateTimeField(null=True)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("answer", models.CharField(blank=True, max_length=300)),
                ("fault", models.CharField(blank=True, max_length=100)),
                (
                    "endpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="webhooks.endpoint"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="webhooks.event"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("event", "endpoint"), name="one_delivery_for_each_endpoint")
                ],
            },
        ),
    ]
