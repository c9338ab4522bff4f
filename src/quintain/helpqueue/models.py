"""A raised hand, and what an instructor wrote to it."""

from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.utils import timezone

MOST_LETTERS: Final = 280
MOST_ANSWER_LETTERS: Final = 1000


class Hand(models.Model):
    """A student of a class waits for help, perhaps with a question about a lab, until the hand is lowered.

    ``taken_by`` is the instructor who said to come. A hand is lowered by its student or by an instructor, by a written
    ``answer``, and when the help is over or the lab proven. The answer is on the student's pages until
    ``answer_read_at``, and later among their questions.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hands")
    in_class = models.ForeignKey("cohorts.Class", on_delete=models.CASCADE, related_name="hands")
    lab = models.UUIDField(null=True)
    question = models.CharField(max_length=MOST_LETTERS, blank=True)
    raised_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    lowered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=MOST_ANSWER_LETTERS, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer_read_at = models.DateTimeField(null=True)

    class Meta:
        """Who waits longest comes first, and what the database itself keeps true."""

        ordering: ClassVar[list[str]] = ["raised_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "in_class"],
                condition=models.Q(lowered_at__isnull=True),
                name="one_raised_hand_for_each_student",
            ),
        ]

    def __str__(self) -> str:
        return f"hand of {self.person} in {self.in_class}"
