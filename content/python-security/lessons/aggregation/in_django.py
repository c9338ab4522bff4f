"""Publish sums over at least K people with Django, and test what one user's leaving tells."""

import django
from django.conf import settings

settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
django.setup()

from django.db import connection, models, transaction
from django.db.models import Count, QuerySet

K = 3


class Run(models.Model):
    user = models.CharField(max_length=20)
    cell = models.CharField(max_length=20)

    class Meta:
        app_label = "runs"


def heat(least: int = K) -> QuerySet:
    """Count distinct people in each cell; the database keeps cells with fewer people than `least`."""
    cells = Run.objects.values("cell").annotate(people=Count("user", distinct=True))
    return cells.filter(people__gte=least).order_by("cell").values_list("cell", "people")


def told_by_leaving(user: str) -> dict[str, int]:
    """Return the cells whose published number changes when a user's runs are deleted; nothing is kept of it."""
    before = dict(heat())
    with transaction.atomic():
        Run.objects.filter(user=user).delete()
        after = dict(heat())
        transaction.set_rollback(True)
    return {cell: number for cell, number in before.items() if after.get(cell) != number}


if __name__ == "__main__":
    with connection.schema_editor() as schema:
        schema.create_model(Run)
    runs = {"park": ["ada", "bob", "cem", "dia"], "dead end": ["ada"] * 40, "street": ["ada", "bob", "cem"]}
    Run.objects.bulk_create(Run(user=user, cell=cell) for cell, users in runs.items() for user in users)
    rows = Run.objects.values("cell").annotate(n=Count("id")).order_by("cell").values_list("cell", "n")
    print("rows:    ", dict(rows))
    print("people:  ", dict(heat()))
    print("HAVING in the query:", "HAVING COUNT(DISTINCT" in str(heat().query))
    print("ada leaves:", told_by_leaving("ada"))
    print("dia leaves:", told_by_leaving("dia"))
