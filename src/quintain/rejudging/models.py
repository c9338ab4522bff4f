"""Runs that judge attempts again, and what came of each attempt. The attempts keep the verdicts that they have."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from quintain.web.fields import ExactJSONField


class State(models.TextChoices):
    """The state of a run. ``STOPPED``: by a person, who can let it go on; ``ENDED``: it could not go on."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPED = "stopped"
    FINISHED = "finished"
    ENDED = "ended"


UNDER_WAY = (State.WAITING, State.RUNNING)


class Reason(models.TextChoices):
    """Why a run could not go on."""

    NONE = ""
    LAB_CHANGED = "lab-changed"
    LAB_GONE = "lab-gone"
    JUDGE_FAILED = "judge-failed"


class Run(models.Model):
    """The attempts at one lab, of a class or of the whole server (``in_class`` is None), judged again one by one.

    They are taken in the order of their ``sequence``, up to ``last_sequence``; those up to ``done_sequence`` are done.
    ``total`` is how many there were at the beginning. ``server`` is the one that has it under way, see
    ``attempts.submissions.leases``. ``lab_digest`` and ``pack_digest`` are of the lab as it is judged now.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    in_class = models.ForeignKey("cohorts.Class", on_delete=models.CASCADE, null=True, related_name="rejudgings")
    lab = models.UUIDField()
    is_of_all = models.BooleanField(default=False)
    """Whether attempts that were not proven are judged again as well."""
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=12, choices=Reason, blank=True, default=Reason.NONE)
    server = models.UUIDField(null=True, editable=False)
    total = models.PositiveIntegerField()
    last_sequence = models.BigIntegerField()
    done_sequence = models.BigIntegerField(default=0)
    lab_digest = models.CharField(max_length=128, blank=True)
    pack_digest = models.CharField(max_length=128, blank=True)

    class Meta:
        """Newest first, and what the database itself keeps true."""

        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["in_class", "lab"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_rejudging_of_a_lab_in_each_class",
            ),
            models.UniqueConstraint(
                fields=["lab"],
                condition=models.Q(state__in=["waiting", "running"], in_class__isnull=True),
                name="one_rejudging_of_a_lab_on_the_server",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lab} of {self.in_class or 'the server'}"

    @property
    def is_under_way(self) -> bool:
        """Whether attempts are being judged, or wait for it."""
        return self.state in UNDER_WAY


class Item(models.Model):
    """What the judge says now of an attempt, beside the verdict that the attempt keeps.

    ``differences`` are the checks with another outcome than in that verdict: id, title, outcome ``before`` and ``now``.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="items")
    submission = models.ForeignKey("attempts.Submission", on_delete=models.CASCADE, related_name="rejudgings")
    result = models.CharField(max_length=12)
    sentence = models.TextField(blank=True)
    attacks = models.PositiveIntegerField(default=0)
    attacks_stopped = models.PositiveIntegerField(default=0)
    differences = ExactJSONField(default=list)
    fault = ExactJSONField(null=True)
    seed = models.BigIntegerField(null=True)
    wall_seconds = models.FloatField(null=True)
    judged_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """In the order in which they were judged, and what the database itself keeps true."""

        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "submission"], name="each_attempt_once_in_a_rejudging"),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.result}"
