"""A student and an instructor in one editor."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone


class Consent(models.TextChoices):
    """What the student lets the instructor do."""

    WATCH = "watch"
    TYPE = "type"


class PairSession(models.Model):
    """An instructor asks to join a student's editor; the student accepts or not, and either of them ends it.

    ``consent`` is empty until the student has answered. ``state`` is the shared document, and empty before and after.
    ``exchanged_at`` is set while a reset or restore of the student's own texts waits for the process with the document.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    student = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pair_sessions")
    instructor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    in_class = models.ForeignKey("cohorts.Class", on_delete=models.CASCADE, related_name="pair_sessions")
    lab = models.UUIDField()
    asked_at = models.DateTimeField(default=timezone.now)
    consent = models.CharField(max_length=8, choices=Consent, blank=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.BinaryField(default=bytes)
    exchanged_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first, and what the database itself keeps true."""

        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["student"],
                condition=models.Q(ended_at__isnull=True),
                name="one_open_pair_session_for_each_student",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instructor} with {self.student}"

    @property
    def is_open(self) -> bool:
        """Whether both may be in the editor."""
        return bool(self.consent) and self.ended_at is None
