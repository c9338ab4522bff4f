"""Platforms that are connected, the people whom they know, and the scores that they get."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from quintain.lti.claims import LONGEST_ADDRESS, LONGEST_ID


class Platform(models.Model):
    """A registration with a learning platform, as an operator has entered it.

    ``audience`` is whom requests for access are made out to, where that is not the token address itself. While jobs
    send scores, ``sending_until`` keeps others from sending them as well.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=80)
    issuer = models.CharField(max_length=LONGEST_ID)
    client_id = models.CharField(max_length=LONGEST_ID)
    authorization_address = models.CharField(max_length=LONGEST_ADDRESS)
    token_address = models.CharField(max_length=LONGEST_ADDRESS)
    key_set_address = models.CharField(max_length=LONGEST_ADDRESS)
    audience = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    sending_until = models.DateTimeField(null=True, editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        """By name, and what the database itself keeps true."""

        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["issuer", "client_id"], name="each_registration_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Deployment(models.Model):
    """A place of the platform in which the tool is offered; it has an id there, and messages name it."""

    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="deployments")
    identifier = models.CharField(max_length=LONGEST_ID)

    class Meta:
        """In the order in which they were added, and what the database itself keeps true."""

        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["platform", "identifier"], name="each_deployment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.identifier} of {self.platform}"


class Context(models.Model):
    """A course of the platform, which LTI calls a context, and the class that an operator has connected with it."""

    deployment = models.ForeignKey(Deployment, on_delete=models.CASCADE, related_name="contexts")
    identifier = models.CharField(max_length=LONGEST_ID)
    title = models.CharField(max_length=200, blank=True)
    in_class = models.ForeignKey("cohorts.Class", on_delete=models.SET_NULL, null=True, related_name="lti_contexts")
    memberships_address = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    seen_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        """The latest first, and what the database itself keeps true."""

        ordering: ClassVar[list[str]] = ["-seen_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["deployment", "identifier"], name="each_context_once"),
        ]

    def __str__(self) -> str:
        return self.title or self.identifier


class Identity(models.Model):
    """Whose account somebody of a platform has here; found by issuer and subject, and by nothing else."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lti_identities")
    issuer = models.CharField(max_length=LONGEST_ID)
    subject = models.CharField(max_length=LONGEST_ID)
    linked_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="each_identity_has_one_person"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} of {self.issuer}"


class Launch(models.Model):
    """A message that was proven, from its arrival until its person is in; its nonce is good for no second one.

    ``browser`` is the digest of the cookie that the browser got which began. ``facts`` are an `Arrival` as JSON.
    ``frame`` is the digest of the ticket of a frame of the platform that waits for what is ``chosen`` in the window.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="launches")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    nonce = models.CharField(max_length=64)
    browser = models.CharField(max_length=64)
    facts = models.JSONField()
    frame = models.CharField(max_length=64, blank=True, db_index=True)
    chosen = models.JSONField(default=list)
    received_at = models.DateTimeField(default=timezone.now, db_index=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["platform", "nonce"], name="each_nonce_once"),
        ]

    def __str__(self) -> str:
        return f"launch {self.pk}"


class GradeState(models.TextChoices):
    """Whether the platform has the latest score."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given-up"


class Grade(models.Model):
    """A place in a platform's grade book: the score of a student in a lab. The score itself is looked up when it goes.

    ``asked_at`` is when there was something new to send, ``due_at`` when it is tried, ``tries`` how often it failed.
    """

    identity = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="grades")
    deployment = models.ForeignKey(Deployment, on_delete=models.CASCADE, related_name="grades")
    lab = models.UUIDField(db_index=True)
    line_item = models.CharField(max_length=LONGEST_ADDRESS)
    state = models.CharField(max_length=10, choices=GradeState, default=GradeState.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=100, blank=True)

    class Meta:
        """What the database itself keeps true."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["identity", "lab", "line_item"], name="one_grade_for_each_line_item"),
        ]

    def __str__(self) -> str:
        return f"{self.lab} of {self.identity}, {self.state}"


class ToolKey(models.Model):
    """A key of this tool: the public part, and of the one that signs the private part, sealed. See ``tool_keys``."""

    kid = models.CharField(max_length=64, unique=True)
    public = models.TextField()
    private = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The latest first."""

        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.kid
