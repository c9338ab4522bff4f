"""A class and its seats. Who is what in it is in ``accounts.Membership``."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, ClassVar, Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models.fields.related_descriptors import RelatedManager

    from quintain.accounts.models import Membership

MOST_SEATS: Final = 15
"""The limit of this program. A class of the course has 12."""
CODE_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another when read aloud
CODE_LENGTH: Final = 8


def make_join_code() -> str:
    """Return eight characters drawn from 30: at 300 tries a second, half of all codes take 34 years.

    So wrong codes are not counted, and nobody can keep a class behind the same address out by sending them.
    """
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


class Class(models.Model):
    """A course that is taught on certain days.

    ``course`` names the pack. ``closed_modules`` are ids of modules that students do not see yet. Nobody joins or works
    any more once it is archived; what was done stays readable for its instructors. ``changed`` is the database's own
    note that something else goes on in the class, see ``changes``.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    title = models.CharField(max_length=80)
    course = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField()
    time_zone = models.CharField(max_length=60)
    join_code = models.CharField(max_length=CODE_LENGTH, unique=True, default=make_join_code)
    is_joining_open = models.BooleanField(default=True)
    closed_modules = models.JSONField(default=list)
    archived_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed = models.BigIntegerField(default=0, editable=False)

    if TYPE_CHECKING:
        memberships: RelatedManager[Membership]
        seats: RelatedManager[Seat]

    class Meta:
        """The latest first, and what the database itself keeps true."""

        ordering: ClassVar[list[str]] = ["-starts_on", "-created_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(starts_on__lte=models.F("ends_on")), name="a_class_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Save; of a class that is there, all but ``changed``, which the database may have set meanwhile."""
        if update_fields is None and not self._state.adding:
            update_fields = {field.name for field in self._meta.concrete_fields} - {"id", "changed"}
        super().save(update_fields=update_fields, **options)


class CalendarAddress(models.Model):
    """An address at which a person's calendar program reads a class. ``secret_digest`` is the SHA-256 of its secret."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_addresses")
    in_class = models.ForeignKey(Class, on_delete=models.CASCADE, related_name="calendar_addresses")
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "in_class"], name="one_calendar_address_in_each_class"),
        ]

    def __str__(self) -> str:
        return f"calendar of {self.in_class} for {self.person}"


class Seat(models.Model):
    """A seat of a class, and the student who has it. A class has as many students as rows here, and never one more."""

    in_class = models.ForeignKey(Class, on_delete=models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField()
    membership = models.OneToOneField("accounts.Membership", on_delete=models.SET_NULL, null=True, related_name="seat")

    class Meta:
        """In order, and what the database itself keeps true."""

        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["in_class", "number"], name="each_seat_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1, number__lte=MOST_SEATS), name="default_seats"),
        ]

    def __str__(self) -> str:
        return f"seat {self.number} of {self.in_class}"
