"""Locks that make writes come one after another, on databases that let many write at once.

SQLite has one writer, and transactions here begin as such (`transaction_mode`); there these cost next to nothing.
Code that takes several takes the person first, then the workspace, so that no two wait for each other.
"""

import logging
from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.db import OperationalError, connection, transaction

from quintain.accounts.models import User

log = logging.getLogger(__name__)

TRIES: Final = 5


def in_transaction[T](work: Callable[[], T]) -> T:
    """Do something in a transaction, again from the beginning if another one was in its way: a deadlock, a busy file.

    For what locks many rows at once, where no order of locks keeps it from meeting others that hold some of them.
    """
    for _ in range(TRIES - 1):
        try:
            with transaction.atomic():
                return work()
        except OperationalError:
            if connection.in_atomic_block:  # only the outermost transaction can begin again
                raise
            log.warning("a transaction is begun again", exc_info=True)
    with transaction.atomic():
        return work()


def lock_person(person: UUID) -> None:
    """Let other transactions that count or change what this person has wait until the end of this one."""
    # Not FOR UPDATE: rows that others add meanwhile and that name the person need not wait.
    User.objects.select_for_update(no_key=True).filter(pk=person).values_list("pk").first()


def lock_name(name: str) -> None:
    """Let transactions that lock the same name wait until the end of this one: for rows that are not there yet."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"quintain.{name}"])
