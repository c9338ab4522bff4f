"""Tokens of the API."""

from typing import ClassVar, Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

LONGEST_NAME: Final = 60


class Token(models.Model):
    """What a program shows in place of its owner; the database holds the SHA-256 of its secret alone.

    ``scopes`` are values of ``scopes.Scope``. With ``in_class``, it reads that class alone. ``is_by_provider``: the
    owner had shown a second factor to the provider of single sign-on when they made it. ``used_at`` is a minute old at
    most. Who revokes a token deletes it; the audit log says that it was there.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=LONGEST_NAME)
    secret_digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    in_class = models.ForeignKey("cohorts.Class", on_delete=models.CASCADE, null=True, related_name="+")
    is_by_provider = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_from = models.GenericIPAddressField(null=True)

    class Meta:
        """The latest first."""

        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"token {self.name}"

    @property
    def is_over(self) -> bool:
        """Whether it has expired."""
        return self.expires_at <= timezone.now()
