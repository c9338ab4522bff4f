"""Events, written down in the transaction in which they happen: what is rolled back is not sent, and all else is.

An event names people and labs by the ids that the API has for them. It carries no name, address, question or code: what
was sent once, nobody here can erase.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from quintain.accounts.models import Membership, Role
from quintain.attempts.models import Submission
from quintain.catalog.pack_store import source_lab
from quintain.cohorts.models import Class
from quintain.helpqueue.models import Hand
from quintain.webhooks.models import Delivery, Endpoint, Event, EventType

type Facts = dict[str, str | int | bool | None]


def note_proof(sender: type[Submission], submission: Submission, **_: object) -> None:  # noqa: ARG001  Django's signature
    """Note that a student has proven a lab, for each class that goes on in which they are, or for none."""
    if submission.finished_at is None or submission.is_check or not _is_anybody_there(EventType.LAB_PROVEN):
        return
    space = submission.workspace
    theirs = Membership.objects.filter(person=space.user_id, role=Role.STUDENT, in_class__archived_at=None)
    classes: list[UUID | None] = list(theirs.exclude(in_class=None).values_list("in_class", flat=True))
    for class_id in classes or [None]:
        facts: Facts = {
            "class_id": _text(class_id),
            "person_id": str(space.user_id),
            **_lab(space.lab),
            "submission_id": str(submission.pk),
            "attempt": submission.number,
        }
        _write(EventType.LAB_PROVEN, facts, at=submission.finished_at, person=space.user_id, class_id=class_id)


def note_end(sender: type[Class], a_class: Class, **_: object) -> None:  # noqa: ARG001  as above
    """Note that a class has ended."""
    facts: Facts = {
        "class_id": str(a_class.pk),
        "title": a_class.title,
        "course": a_class.course,
        "starts_on": a_class.starts_on.isoformat(),
        "ends_on": a_class.ends_on.isoformat(),
    }
    _write(EventType.CLASS_ENDED, facts, at=a_class.archived_at or timezone.now(), class_id=a_class.pk)


def note_hand(sender: type[Hand], instance: Hand, *, created: bool, **_: object) -> None:  # noqa: ARG001  as above
    """Note that a hand is raised; another question of the same hand is no other event."""
    if not created:
        return
    facts: Facts = {
        "class_id": str(instance.in_class_id),
        "person_id": str(instance.person_id),
        **_lab(instance.lab),
        "hand_id": instance.pk,
        "has_question": bool(instance.question),
    }
    _write(
        EventType.HAND_RAISED, facts, at=instance.raised_at, person=instance.person_id, class_id=instance.in_class_id
    )


def note_test(endpoint: Endpoint) -> Delivery:
    """Note an event for one endpoint, so that an operator sees whether it arrives."""
    now = timezone.now()
    event = Event.objects.create(
        type=EventType.ENDPOINT_TEST,
        body=_body(EventType.ENDPOINT_TEST, {"endpoint": endpoint.name}, now),
        at=now,
        in_class=endpoint.in_class,
    )
    return Delivery.objects.create(event=event, endpoint=endpoint)


def _write(
    kind: EventType, facts: Facts, *, at: datetime, person: UUID | None = None, class_id: UUID | None = None
) -> None:
    to = list(_listening(kind, class_id))
    if not to:
        return
    event = Event.objects.create(type=kind, body=_body(kind, facts, at), at=at, person_id=person, in_class_id=class_id)
    Delivery.objects.bulk_create(Delivery(event=event, endpoint=each) for each in to)


def _listening(kind: EventType, class_id: UUID | None) -> Iterable[Endpoint]:
    """Return who gets an event of a class. SQLite cannot ask whether a list contains something."""
    if not settings.CLASSROOM:
        return ()
    found = Endpoint.objects.filter(Q(in_class=None) | Q(in_class=class_id) if class_id else Q(in_class=None), off="")
    return (each for each in found if kind in each.types)


def _is_anybody_there(kind: EventType) -> bool:
    return settings.CLASSROOM and any(kind in each for each in Endpoint.objects.values_list("types", flat=True))


def _body(kind: EventType, facts: Facts, at: datetime) -> str:
    timestamp = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"type": kind, "timestamp": timestamp, "data": facts}, ensure_ascii=False, separators=(",", ":"))


def _lab(uuid: UUID | None) -> Facts:
    """Name a lab; one that the course has no more is named by its id alone."""
    lab = source_lab(uuid) if uuid else None
    return {"lab_id": _text(uuid), "lab": lab.slug if lab else None, "lab_title": lab.title if lab else None}


def _text(value: UUID | None) -> str | None:
    return str(value) if value else None
