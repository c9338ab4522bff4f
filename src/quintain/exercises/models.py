"""What people answered, element by element."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class ElementAnswer(models.Model):
    """One answer of one person to one element; the newest counts.

    ``element`` is its UUID. ``chosen`` lists ids of choices in order, on a board ``axis=step``.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="element_answers")
    element = models.UUIDField()
    chosen = models.JSONField()
    right = models.BooleanField()
    answered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first, and found by person."""

        ordering: ClassVar[list[str]] = ["-answered_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "element"], name="elements_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user} chose {self.chosen}"


class Shown(models.Model):
    """An element whose right answer a person asked for."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="elements_shown")
    element = models.UUIDField()
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "element"], name="shown_once"),
        ]

    def __str__(self) -> str:
        return f"{self.element} shown to {self.user}"
