"""What people answered."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Answer(models.Model):
    """One choice of one person; the newest counts. ``question`` is its UUID, ``option`` counts from 0."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="answers")
    question = models.UUIDField()
    option = models.PositiveSmallIntegerField()
    right = models.BooleanField()
    answered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first, and found by person."""

        ordering: ClassVar[list[str]] = ["-answered_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user", "question"], name="answers_of_a_person")]

    def __str__(self) -> str:
        return f"{self.user} chose {self.option}"


class Explained(models.Model):
    """A question for which a person asked why each option is right or wrong."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="explained")
    question = models.UUIDField()
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "question"], name="explained_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question} explained to {self.user}"
