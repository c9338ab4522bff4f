"""Notes in a class that something else goes on in it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cohorts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="class",
            name="changed",
            field=models.BigIntegerField(default=0, editable=False),
        ),
    ]
