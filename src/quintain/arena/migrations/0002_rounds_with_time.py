"""Rounds have a number and a time in which students enter; a fix that is not proven may be entered, too."""

import django.utils.timezone
from django.db import migrations, models
from django.db.models import F


def carry_over(apps, schema_editor):
    """Number the rounds of each arena, and note that only proven fixes could be entered before.

    The names that students gave until now were shown for success alone. The board of today also says whose fix fell,
    so these names are not shown any more; who wants gives one again.
    """
    del schema_editor
    arena, round_, entry, entrant = (apps.get_model("arena", name) for name in ("Arena", "Round", "Entry", "Entrant"))
    for each in arena.objects.all():
        for number, begun in enumerate(round_.objects.filter(arena=each).order_by("begun_at", "pk"), start=1):
            begun.number = number
            begun.save(update_fields=["number"])
    round_.objects.update(closes_at=F("begun_at"), planned_at=F("begun_at"))
    entry.objects.filter(kind="fix").update(is_proven=True)
    entrant.objects.update(name="")


class Migration(migrations.Migration):
    dependencies = [("arena", "0001_initial")]

    operations = [
        migrations.AddField("entry", "is_proven", models.BooleanField(default=False)),
        migrations.AddField("entry", "replaced_at", models.DateTimeField(null=True)),
        migrations.AddField("round", "number", models.PositiveIntegerField(default=0), preserve_default=False),
        migrations.AddField("round", "closes_at", models.DateTimeField(default=django.utils.timezone.now)),
        migrations.AddField("round", "planned_at", models.DateTimeField(null=True)),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.AlterModelOptions("round", {"ordering": ["-number"]}),
        migrations.RemoveConstraint("entry", "one_entry_of_each_kind"),
        migrations.AddConstraint(
            "entry",
            models.UniqueConstraint(
                fields=["entrant", "kind"],
                condition=models.Q(replaced_at__isnull=True),
                name="one_current_entry_of_each_kind",
            ),
        ),
        migrations.RemoveConstraint("trial", "each_exploit_meets_a_fix_once"),
        migrations.AddConstraint(
            "trial",
            models.UniqueConstraint(
                fields=["of_round", "exploit", "fix"], name="each_exploit_meets_a_fix_once_a_round"
            ),
        ),
        migrations.AddConstraint(
            "round", models.UniqueConstraint(fields=["arena", "number"], name="each_round_has_its_number")
        ),
    ]
