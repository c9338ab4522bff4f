"""Endpoints that get events, the events, and what came of sending each."""

from typing import ClassVar, Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

LONGEST_ADDRESS: Final = 1000
MOST_ANSWER_LETTERS: Final = 300


class EventType(models.TextChoices):
    """What happened; receivers know events by these names."""

    LAB_PROVEN = "lab.proven"
    CLASS_ENDED = "class.ended"
    HAND_RAISED = "hand.raised"
    ENDPOINT_TEST = "endpoint.test"


class Off(models.TextChoices):
    """Why nothing is sent to an endpoint; empty while it is on."""

    BY_OPERATOR = "by-operator"
    GONE = "gone"
    FAILED = "failed"


class Endpoint(models.Model):
    """An address that gets events: those of one class, or of all.

    ``secret`` and, for a day after a rotation, ``last_secret`` sign; both are sealed. ``failing_since`` is when the
    first of the deliveries failed since which none succeeded. While a job sends, ``sending_until`` keeps others away.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=LONGEST_ADDRESS)
    in_class = models.ForeignKey("cohorts.Class", on_delete=models.CASCADE, null=True, related_name="endpoints")
    types = models.JSONField(default=list)
    secret = models.TextField()
    last_secret = models.TextField(blank=True)
    rotated_at = models.DateTimeField(null=True)
    off = models.CharField(max_length=12, choices=Off, blank=True)
    off_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    sending_until = models.DateTimeField(null=True, editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        """By name."""

        ordering: ClassVar[list[str]] = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """Something that happened. ``body`` is sent as it is, letter by letter, however often."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    type = models.CharField(max_length=20, choices=EventType)
    body = models.TextField()
    at = models.DateTimeField(db_index=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    in_class = models.ForeignKey("cohorts.Class", on_delete=models.CASCADE, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.type} {self.pk}"


class DeliveryState(models.TextChoices):
    """Whether the endpoint has the event."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given-up"


class Delivery(models.Model):
    """An event on its way to an endpoint.

    ``due_at`` is when it is tried next, ``tries`` how often it was since it was queued or replayed. ``status`` is the
    HTTP status of the last answer, ``answer`` its beginning, ``fault`` why there was none.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=MOST_ANSWER_LETTERS, blank=True)
    fault = models.CharField(max_length=100, blank=True)

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event", "endpoint"], name="one_delivery_for_each_endpoint"),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.endpoint}, {self.state}"
