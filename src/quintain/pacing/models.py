"""What an instructor has a class do, and what its students answer."""

from typing import ClassVar, Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

MOST_NOTE_LETTERS: Final = 120
MOST_HINT_LETTERS: Final = 600


class Pace(models.Model):
    """What a class does now. A class without a row, or with an empty one, goes at the pace of each student.

    ``held_at`` is the moment from which the students' pages are covered. ``leader`` is the instructor whose page the
    class follows, and ``place`` where that is (see ``places.Place``). ``day_over`` is the day of the course that has
    ended, until the next one begins.
    """

    in_class = models.OneToOneField("cohorts.Class", on_delete=models.CASCADE, primary_key=True, related_name="pace")
    held_at = models.DateTimeField(null=True)
    held_note = models.CharField(max_length=MOST_NOTE_LETTERS, blank=True)
    timer_ends_at = models.DateTimeField(null=True)
    timer_note = models.CharField(max_length=MOST_NOTE_LETTERS, blank=True)
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    place = models.JSONField(default=dict)
    day_over = models.PositiveSmallIntegerField(null=True)
    day_note = models.CharField(max_length=MOST_HINT_LETTERS, blank=True)

    def __str__(self) -> str:
        return f"pace of {self.in_class}"


class Poll(models.Model):
    """A question of a lesson that a class is asked at once.

    Answers come in until ``closed_at``; then the class sees how it has answered, and what is right, until ``ended_at``.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    in_class = models.ForeignKey("cohorts.Class", on_delete=models.CASCADE, related_name="polls")
    question = models.UUIDField()
    asked_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first, and what the database itself keeps true."""

        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["in_class"], condition=models.Q(ended_at__isnull=True), name="one_poll_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"poll of {self.in_class}"


class Vote(models.Model):
    """What one student has answered in a poll; ``option`` counts from 0, and may be changed until it is closed."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="votes")
    option = models.PositiveSmallIntegerField()

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["poll", "person"], name="one_vote_in_each_poll"),
        ]

    def __str__(self) -> str:
        return f"{self.person} chose {self.option}"


class SentHint(models.Model):
    """What an instructor has sent to a student; it is on the student's pages until the student has put it away."""

    in_class = models.ForeignKey("cohorts.Class", on_delete=models.CASCADE, related_name="sent_hints")
    student = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sent_hints")
    lab = models.UUIDField(null=True)
    text = models.CharField(max_length=MOST_HINT_LETTERS)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        """Oldest first."""

        ordering: ClassVar[list[str]] = ["sent_at", "pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["student", "seen_at"], name="hints_not_seen")]

    def __str__(self) -> str:
        return f"hint for {self.student}"


class SharedFix(models.Model):
    """An attempt that an instructor wants to show to the class without a name, once its student has allowed it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    in_class = models.ForeignKey("cohorts.Class", on_delete=models.CASCADE, related_name="shared_fixes")
    submission = models.ForeignKey("attempts.Submission", on_delete=models.CASCADE, related_name="+")
    student = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shared_fixes")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    allowed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first, and what the database itself keeps true."""

        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["submission"], condition=models.Q(ended_at__isnull=True), name="each_fix_shown_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"fix shown to {self.in_class}"

    @property
    def is_shown(self) -> bool:
        """Whether the class may see it."""
        return self.allowed_at is not None and self.ended_at is None
