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


class Occasion(models.TextChoices):
    """When the test of the whole course is taken."""

    ENTRY = "entry"
    EXIT = "exit"


class AssessmentTaken(models.Model):
    """That a person has taken the test of the course, before it or after it: once each."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assessments")
    occasion = models.CharField(max_length=5, choices=Occasion)
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "occasion"], name="each_assessment_once"),
            models.CheckConstraint(condition=models.Q(occasion__in=Occasion.values), name="an_occasion_is_one_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.occasion} test of {self.user}"


class AssessmentAnswer(models.Model):
    """One answer of a test; ``option`` counts from 0, and is None where the person did not know."""

    taken = models.ForeignKey(AssessmentTaken, on_delete=models.CASCADE, related_name="answers")
    question = models.UUIDField()
    option = models.PositiveSmallIntegerField(null=True)
    right = models.BooleanField()

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["taken", "question"], name="one_answer_a_question"),
        ]

    def __str__(self) -> str:
        return f"{self.option} of {self.question}"


class AssessmentDraft(models.Model):
    """An answer of a test that is not handed in yet; ``option`` is None where the person said that they do not know.

    A question without a row is open. The rows go when the test is handed in.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assessment_drafts")
    occasion = models.CharField(max_length=5, choices=Occasion)
    question = models.UUIDField()
    option = models.PositiveSmallIntegerField(null=True)

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "occasion", "question"], name="one_draft_a_question"),
        ]

    def __str__(self) -> str:
        return f"{self.option} of {self.question}, not handed in"


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
