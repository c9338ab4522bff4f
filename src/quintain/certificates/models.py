"""Certificates, and the bits that tell which of them are revoked."""

import secrets
from typing import ClassVar, Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from quintain.certificates.requirements import MOST_LABS
from quintain.certificates.status_list import ENTRIES
from quintain.cohorts.models import CODE_LENGTH, CODE_LETTERS

LARGEST_PERCENT: Final = 100


def draw_index() -> int:
    """Return a number in the status list, drawn so that it tells nothing of when a certificate was issued."""
    return secrets.randbelow(ENTRIES)


def draw_code() -> str:
    """Return the code of a certificate's page: eight characters drawn from 30, 39 bits; guessing is slowed down."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


class StatusEntry(models.Model):
    """A place of the status list that is taken. It outlives its certificate, and is never given to another one."""

    index = models.PositiveIntegerField(unique=True, default=draw_index, editable=False)
    is_revoked = models.BooleanField(default=False)

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(index__lt=ENTRIES), name="an_entry_is_in_the_list"),
        ]

    def __str__(self) -> str:
        return f"{self.index}, {'revoked' if self.is_revoked else 'valid'}"


class Certificate(models.Model):
    """A certificate as it was issued: its signed credential, and the PDF that has it attached.

    What it says, the name as well, is in ``credential`` alone. ``in_class`` is the class in which it was earned; a
    learner who takes the course alone has none. ``may_issue_again`` of a revoked one says whether its person may have
    another one issued, for the name was wrong, say.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="certificates")
    in_class = models.ForeignKey("cohorts.Class", on_delete=models.SET_NULL, null=True, related_name="certificates")
    is_alone = models.BooleanField(default=False)
    entry = models.OneToOneField(StatusEntry, on_delete=models.PROTECT, related_name="certificate")
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=draw_code)
    credential = models.TextField()
    pdf = models.BinaryField()
    issued_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    may_issue_again = models.BooleanField(default=False)

    class Meta:
        """The latest first, and what the database itself keeps true."""

        ordering: ClassVar[list[str]] = ["-issued_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "in_class"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_valid_certificate_in_each_class",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(revoked_at__isnull=True, is_alone=True),
                name="one_valid_certificate_alone",
            ),
            models.CheckConstraint(
                condition=models.Q(is_alone=False) | models.Q(in_class__isnull=True),
                name="who_is_alone_is_in_no_class",
            ),
        ]

    def __str__(self) -> str:
        return f"certificate {self.code}"


class SharedKeys(models.Model):
    """The keys that sign certificates, where servers share a database; one row at most. See ``key_store``.

    ``public`` is a JWK Set of all public keys, ``private`` the one that signs, sealed.
    """

    ONLY: ClassVar[int] = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    public = models.TextField(default="")
    private = models.TextField(default="")

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="servers_share_one_set_of_keys"),
        ]

    def __str__(self) -> str:
        return "the keys of certificates"


class ClassRequirement(models.Model):
    """What earns a certificate in a class whose instructor has changed it; without a row, it is the server's default.

    ``labs`` is how many must be proven, or None for all core labs; ``exit_percent`` how many answers of the exit test
    must be right, 0 if it is not asked for. With ``is_offered`` False, the class has no certificates.
    """

    in_class = models.OneToOneField("cohorts.Class", on_delete=models.CASCADE, related_name="certificate_requirement")
    is_offered = models.BooleanField(default=True)
    labs = models.PositiveSmallIntegerField(null=True)
    exit_percent = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(labs__isnull=True) | models.Q(labs__gte=1, labs__lte=MOST_LABS),
                name="some_labs_are_asked_for",
            ),
            models.CheckConstraint(
                condition=models.Q(exit_percent__lte=LARGEST_PERCENT), name="a_share_is_at_most_the_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"certificate of {self.in_class}"
