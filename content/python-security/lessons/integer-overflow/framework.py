"""A quantity in Django: the form checks it, and the database checks it again after each calculation."""

import django
from django.conf import settings

settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
django.setup()

from django import forms  # noqa: E402
from django.db import IntegrityError, connection, models  # noqa: E402
from django.db.models import F, Q  # noqa: E402


class Account(models.Model):
    points = models.BigIntegerField()

    class Meta:
        app_label = "shop"
        constraints = [models.CheckConstraint(condition=Q(points__range=(0, 10**9)), name="points_in_range")]


class Gift(forms.Form):
    points = forms.IntegerField(min_value=1, max_value=10**9)


def give(account: int, points: str) -> str:
    form = Gift({"points": points})
    if not form.is_valid():
        return "refused by the form"
    try:
        Account.objects.filter(pk=account).update(points=F("points") + form.cleaned_data["points"])
    except IntegrityError:
        return "refused by the database"
    return "given"


if __name__ == "__main__":
    with connection.schema_editor() as editor:
        editor.create_model(Account)
    Account.objects.create(pk=1, points=5)
    for points in ("10", "-10", "9223372036854775807", "1000000000"):
        print(f"{points:>20}  {give(1, points)}")
