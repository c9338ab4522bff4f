"""Tells open walls which seat has changed, once the change is committed.

The rooms below know nothing of walls: this one listens to Django's signals of their rows. A message holds numbers of
seats and nothing else; the page that gets it asks for what it may see. Where no wall of any class is open, nothing is
looked up, unless one may be open in another process.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection
from typing import Final
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models.signals import post_delete, post_save

from quintain.accounts.models import AuditEntry
from quintain.accounts.sessions.presence import presence_changed
from quintain.attempts.models import Comment, Submission, Workspace
from quintain.cohorts.models import Seat
from quintain.helpqueue.models import Hand
from quintain.pacing.actions import pace_changed
from quintain.web.live import crosses_processes, publish

log = logging.getLogger(__name__)

ALL_SEATS: Final = 0
"""Stands for every seat of a class, and for the help queue."""
PROGRESS: Final = frozenset({"checks", "events"})
SAVED: Final = frozenset({"revision", "touched_at"})
"""What a save of a file changes of a workspace; a card shows the lab, and when something was done in it last."""
QUIET_SECONDS: Final = 10.0
MOST_SAVES: Final = 5000

_open: Counter[UUID] = Counter()
_saves: dict[UUID, tuple[UUID, float]] = {}
"""Of which lab a person's last save was told, and when; who saved last comes last."""
_lock: Final = threading.Lock()


def open_wall(class_id: UUID) -> None:
    """Tell the news of a class from now on."""
    with _lock:
        _open[class_id] += 1


def close_wall(class_id: UUID) -> None:
    """One wall less listens."""
    with _lock:
        _open[class_id] -= 1
        if _open[class_id] <= 0:
            del _open[class_id]


def group_name(class_id: UUID) -> str:
    """Name the sockets that watch a class."""
    return f"class-{class_id.hex}"


def listen() -> None:
    """Listen to the rooms below; Django connects a receiver once, however often it is asked to."""
    post_save.connect(_on_workspace, sender=Workspace)
    post_save.connect(_on_submission, sender=Submission)
    post_delete.connect(_on_submission, sender=Submission)
    post_save.connect(_on_hand_or_seat, sender=Hand)
    post_save.connect(_on_comment, sender=Comment)
    post_delete.connect(_on_comment, sender=Comment)
    post_save.connect(_on_hand_or_seat, sender=Seat)
    post_save.connect(_on_entry, sender=AuditEntry)
    presence_changed.connect(_on_presence)
    pace_changed.connect(_on_pace)


def _on_workspace(*, instance: Workspace, update_fields: Collection[str] | None = None, **_: object) -> None:
    if update_fields is None or not SAVED.issuperset(update_fields) or _is_news(instance):
        _tell_of_person(instance.user_id)


def _is_news(workspace: Workspace) -> bool:
    """Tell whether a save changes a card: it is of another lab than the last one, or that is some seconds ago."""
    now = time.monotonic()
    with _lock:
        lab, told_at = _saves.pop(workspace.user_id, (None, 0.0))
        is_news = lab != workspace.lab or now - told_at > QUIET_SECONDS
        _saves[workspace.user_id] = (workspace.lab, now if is_news else told_at)
        if len(_saves) > MOST_SAVES:
            del _saves[next(iter(_saves))]
    return is_news


def _on_submission(*, instance: Submission, update_fields: Collection[str] | None = None, **_: object) -> None:
    if update_fields is None or not PROGRESS.issuperset(update_fields):  # the judge's progress is not shown here
        _later(lambda: _find_person(instance.workspace_id))


def _on_hand_or_seat(*, instance: Hand | Seat, **_: object) -> None:
    _tell_of_class(instance.in_class_id)


def _on_comment(*, instance: Comment, **_: object) -> None:
    if instance.in_class_id is not None:
        _tell_of_class(instance.in_class_id)


def _on_entry(*, instance: AuditEntry, **_: object) -> None:
    """Hear of what instructors do, which may change seats in one statement, of which Django sends no signal."""
    if instance.in_class is not None:
        _tell_of_class(instance.in_class)


def _on_pace(*, class_id: UUID, **_: object) -> None:
    _tell_of_class(class_id)


def _on_presence(*, person: UUID, **_: object) -> None:
    _tell_of_person(person)


def _find_person(workspace: UUID) -> None:
    person = Workspace.objects.filter(pk=workspace).values_list("user_id", flat=True).first()
    if person is not None:
        _publish_seats(person)


def _tell_of_person(person: UUID) -> None:
    _later(lambda: _publish_seats(person))


def _tell_of_class(class_id: UUID) -> None:
    if _may_be_open(class_id):
        _later(lambda: publish(group_name(class_id), {"seats": [ALL_SEATS]}))


def _later(tell: Callable[[], None]) -> None:
    """Tell once the change is committed; what fails there must not reach into the work of a student."""
    if _open or crosses_processes():
        transaction.on_commit(tell, robust=True)


def _publish_seats(person: UUID) -> None:
    try:
        seats = list(Seat.objects.filter(membership__person=person).values_list("in_class", "number"))
    except DatabaseError:
        log.exception("a wall was not told of a change")
        return
    for class_id, number in seats:
        if _may_be_open(class_id):
            publish(group_name(class_id), {"seats": [number]})


def _may_be_open(class_id: UUID) -> bool:
    return class_id in _open or crosses_processes()
