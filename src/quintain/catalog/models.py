"""What a learner has read, and which packs were taught with this database."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class TopicRead(models.Model):
    """A lesson that somebody has read; ``lesson`` is its UUID, which a renamed folder keeps."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="topics_read")
    lesson = models.UUIDField()
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "lesson"], name="one_reading_for_each_lesson"),
        ]

    def __str__(self) -> str:
        return f"{self.user} read {self.lesson}"


class TaughtPack(models.Model):
    """A pack that was taught with this database, by the uuid that it keeps under any name and version.

    ``signer`` is empty for a folder of the operator's, and says otherwise how the pack was installed: the fingerprint
    of a key, or ``UNSIGNED``.
    """

    UNSIGNED: ClassVar[str] = "unsigned"

    uuid = models.UUIDField(primary_key=True)
    name = models.TextField()
    signer = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.uuid})"


class TaughtUuid(models.Model):
    """A uuid by which work is found again, of a lab or a question, and the pack to which it belongs for good."""

    uuid = models.UUIDField(primary_key=True)
    pack = models.ForeignKey(TaughtPack, on_delete=models.PROTECT, related_name="uuids")

    def __str__(self) -> str:
        return f"{self.uuid} of {self.pack}"
