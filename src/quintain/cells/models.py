"""Cells, and what each of them owns. All times are those of the database's clock."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

LONGEST_NAME = 32


class Cell(models.Model):
    """A running web process. ``incarnation`` is another one after each start of a process of the same name.

    ``is_draining``: it is about to stop, gives away what it owns, and takes nothing.
    """

    name = models.CharField(max_length=LONGEST_NAME, primary_key=True)
    incarnation = models.UUIDField(unique=True, default=uuid4)
    seen_at = models.DateTimeField()
    is_draining = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Ownership(models.Model):
    """The cell that has a partition, by its incarnation; it may have stopped meanwhile.

    ``partition`` is the id of a class, or of a person who is in none. The database gives out each ``epoch`` once, the
    later the larger, also after a row was deleted.
    """

    epoch = models.BigAutoField(primary_key=True)
    partition = models.UUIDField(unique=True)
    owner = models.UUIDField()

    class Meta:
        """How it is looked for."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["owner"], name="what_a_cell_owns")]

    def __str__(self) -> str:
        return f"{self.partition} at {self.owner}, epoch {self.epoch}"
