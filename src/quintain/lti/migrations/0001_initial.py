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
            name="Deployment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identifier", models.CharField(max_length=255)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ToolKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kid", models.CharField(max_length=64, unique=True)),
                ("public", models.TextField()),
                ("private", models.TextField(blank=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Identity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("issuer", models.CharField(max_length=255)),
                ("subject", models.CharField(max_length=255)),
                ("linked_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lti_identities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Grade",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lab", models.UUIDField(db_index=True)),
                ("line_item", models.CharField(max_length=1000)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("sent", "Sent"), ("given-up", "Given Up")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("fault", models.CharField(blank=True, max_length=100)),
                (
                    "deployment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="grades", to="lti.deployment"
                    ),
                ),
                (
                    "identity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="grades", to="lti.identity"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Platform",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("issuer", models.CharField(max_length=255)),
                ("client_id", models.CharField(max_length=255)),
                ("authorization_address", models.CharField(max_length=1000)),
                ("token_address", models.CharField(max_length=1000)),
                ("key_set_address", models.CharField(max_length=1000)),
                ("audience", models.CharField(blank=True, max_length=1000)),
                ("sending_until", models.DateTimeField(editable=False, null=True)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [models.UniqueConstraint(fields=("issuer", "client_id"), name="each_registration_once")],
            },
        ),
        migrations.CreateModel(
            name="Launch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("nonce", models.CharField(max_length=64)),
                ("browser", models.CharField(max_length=64)),
                ("facts", models.JSONField()),
                ("frame", models.CharField(blank=True, db_index=True, max_length=64)),
                ("chosen", models.JSONField(default=list)),
                ("received_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("opened_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "platform",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="launches", to="lti.platform"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="deployment",
            name="platform",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="deployments", to="lti.platform"
            ),
        ),
        migrations.CreateModel(
            name="Context",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identifier", models.CharField(max_length=255)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("memberships_address", models.CharField(blank=True, max_length=1000)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "in_class",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="lti_contexts",
                        to="cohorts.class",
                    ),
                ),
                (
                    "deployment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contexts", to="lti.deployment"
                    ),
                ),
            ],
            options={
                "ordering": ["-seen_at", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("deployment", "identifier"), name="each_context_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="identity",
            constraint=models.UniqueConstraint(fields=("issuer", "subject"), name="each_identity_has_one_person"),
        ),
        migrations.AddConstraint(
            model_name="grade",
            constraint=models.UniqueConstraint(
                fields=("identity", "lab", "line_item"), name="one_grade_for_each_line_item"
            ),
        ),
        migrations.AddConstraint(
            model_name="launch",
            constraint=models.UniqueConstraint(fields=("platform", "nonce"), name="each_nonce_once"),
        ),
        migrations.AddConstraint(
            model_name="deployment",
            constraint=models.UniqueConstraint(fields=("platform", "identifier"), name="each_deployment_once"),
        ),
    ]
