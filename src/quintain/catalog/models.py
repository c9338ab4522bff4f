"""What a learner has read."""

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
