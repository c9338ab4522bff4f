from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("attempts", "0005_typed_text"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="stop_asked_at",
            field=models.DateTimeField(null=True),
        ),
    ]
