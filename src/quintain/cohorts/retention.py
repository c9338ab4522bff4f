"""Erases the work of classes that were archived long ago; how long, the operator says. Off unless set."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from quintain.accounts.audit import Action, record
from quintain.accounts.locking import lock_person
from quintain.accounts.models import AuditEntry, Membership, Role, User
from quintain.accounts.people.personal_data import Table, delete_rows, tables
from quintain.accounts.people.sanitizing import mark_erasure, sanitize
from quintain.cohorts.models import Class

log = logging.getLogger(__name__)

_kept_rooms: set[str] = {"accounts", "cohorts"}


def keep_room(label: str) -> None:
    """Have what a room keeps outlive the work: proofs of it, say, that people show others."""
    _kept_rooms.add(label)


def erase_old_work(days: int) -> int:
    """Erase the work of students all of whose classes were archived more than ``days`` days ago; return how many rows.

    Who was removed from such a class counts as its student. What belongs to the class itself, such as its raised hands,
    goes as well. Accounts, memberships and the class stay.
    Somebody who is in another class, or has a role on the server, keeps their work: it does not tell for which it was.
    """
    if days <= 0:
        return 0
    limit = timezone.now() - timedelta(days=days)
    rows = sum(_erase(a_class, limit) for a_class in Class.objects.filter(archived_at__lt=limit))
    if rows:
        sanitize()
    return rows


def work_tables() -> tuple[Table, ...]:
    """Return the tables with what people did in the course: those of our rooms that do not say who they are."""
    mine, _ = tables()
    return tuple(each for each in mine if _is_work(each.model))


def _is_work(model: type[models.Model]) -> bool:
    room = model._meta.app_label  # noqa: SLF001  Django's documented interface
    return model.__module__.startswith("quintain.") and room not in _kept_rooms


def _erase(in_class: Class, limit: datetime) -> int:
    """Erase the work of one class, person by person, so that nobody else waits for long."""
    people, rows = 0, 0
    for person in _students_of(in_class):
        with transaction.atomic():
            lock_person(person.pk)
            erased = delete_rows(person, work_tables()) if _is_over_for(person.pk, limit) else 0
            if erased:
                mark_erasure()
                _record(in_class, 1, erased)
        people, rows = people + bool(erased), rows + erased
    with transaction.atomic():
        erased = sum(rows.filter(**{name: in_class}).delete()[0] for rows, name in _tables_of_classes())
        if erased:
            mark_erasure()
            _record(in_class, 0, erased)
    if rows + erased:
        log.info("erased the work of %s people of the class %s: %s rows", people, in_class.pk, rows + erased)
    return rows + erased


def _students_of(in_class: Class) -> models.QuerySet[User]:
    """Return the students of a class, and those who were removed from it, of whom the audit log alone tells."""
    removed = AuditEntry.objects.filter(action=Action.REMOVE_STUDENT, in_class=in_class.pk).values("about")
    students = Membership.objects.filter(in_class=in_class, role=Role.STUDENT).values("person")
    return User.objects.filter(models.Q(pk__in=students) | models.Q(pk__in=removed)).order_by("pk")


def _record(in_class: Class, people: int, rows: int) -> None:
    record(Action.ERASE_WORK, actor=None, in_class=in_class.pk, people=people, rows=rows)


def _is_over_for(person: UUID, limit: datetime) -> bool:
    theirs = Membership.objects.filter(person=person)
    return not theirs.exclude(role=Role.STUDENT, in_class__archived_at__lt=limit).exists()


def _tables_of_classes() -> list[tuple[models.Manager[models.Model], str]]:
    """Return the tables of other rooms whose rows belong to a class, and the name of their foreign key to it."""
    relations = Class._meta.get_fields(include_hidden=True)  # noqa: SLF001  Django's documented interface
    return [
        (each.related_model._base_manager, each.field.name)  # noqa: SLF001  as above
        for each in relations
        if isinstance(each, models.ManyToOneRel) and each.on_delete is models.CASCADE and _is_work(each.related_model)
    ]
