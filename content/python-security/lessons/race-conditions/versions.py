"""Two users edit one record: without a version, one change is lost; with one, the second user is told."""

import django
from django.conf import settings

settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
django.setup()

from django.db import connection, models, transaction
from django.db.models import F


class Account(models.Model):
    owner = models.CharField(max_length=30)
    balance = models.PositiveIntegerField(default=100)
    limit = models.PositiveIntegerField(default=50)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "bank"


def withdraw(pk: int, amount: int) -> bool:
    """One statement: the condition is part of the UPDATE."""
    return Account.objects.filter(pk=pk, balance__gte=amount).update(balance=F("balance") - amount) == 1


def withdraw_in_steps(pk: int, amount: int) -> bool:
    """Several steps: the row is locked from the read to the end of the transaction."""
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=pk)
        if account.balance < amount:
            return False
        account.balance -= amount
        account.save(update_fields=["balance"])
        return True


def edit(seen: Account, **changes: object) -> bool:
    """Optimistic locking: write only if nobody has written since `seen` was read."""
    same = Account.objects.filter(pk=seen.pk, version=seen.version)
    return same.update(version=F("version") + 1, **changes) == 1


if __name__ == "__main__":
    with connection.schema_editor() as schema:
        schema.create_model(Account)
    pk = Account.objects.create(owner="zoe").pk
    print("withdraw 80, twice:         ", withdraw(pk, 80), withdraw(pk, 80))
    print("withdraw 20 in steps, twice:", withdraw_in_steps(pk, 20), withdraw_in_steps(pk, 20))
    anna, ben = Account.objects.get(pk=pk), Account.objects.get(pk=pk)
    print("Anna, Ben:                  ", edit(anna, owner="Zoe M."), edit(ben, limit=70))
    ben = Account.objects.get(pk=pk)
    print("Ben reads again and edits:  ", edit(ben, limit=70), "-", ben.owner, Account.objects.get(pk=pk).limit)
