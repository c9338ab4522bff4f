from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_local_learner_and_audit_log"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="erasure_asked_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
