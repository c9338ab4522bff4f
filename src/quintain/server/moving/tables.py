"""Which tables are moved, in an order in which each row comes after those that it names."""

from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any, Final

from django.apps import apps
from django.db import models

from quintain.server.moving.values import Column, Kind

LEFT_OUT: Final = {
    "django_migrations": "the target's own migrations write it",
    "attempts_server": "it says which servers live now",
    "cells_cell": "it says which web processes live now",
    "cells_ownership": "it says what those own",
    "accounts_trybucket": "it is for minutes",
    "quintain_cache": "it is for minutes",
    "procrastinate_jobs": "jobs are queued again, from what is waiting or running",
    "procrastinate_events": "they tell of those jobs",
    "procrastinate_periodic_defers": "they tell of those jobs",
    "procrastinate_workers": "it says which judges live now",
}
"""Tables that are not moved, with the reason."""
SESSIONS: Final = ("django_session", "usersessions_usersession")
"""Tables that are worth nothing to a server with another secret key."""

KINDS: Final = {
    "CharField": Kind.TEXT,
    "TextField": Kind.TEXT,
    "BooleanField": Kind.BOOLEAN,
    "FloatField": Kind.FLOAT,
    "UUIDField": Kind.UUID,
    "DateTimeField": Kind.MOMENT,
    "DateField": Kind.DAY,
    "JSONField": Kind.JSON,
    "BinaryField": Kind.BYTES,
    "GenericIPAddressField": Kind.ADDRESS,
}
RANGES: Final = {  # as PostgreSQL has them, with the checks of Django
    "AutoField": (-(2**31), 2**31 - 1),
    "BigAutoField": (-(2**63), 2**63 - 1),
    "SmallIntegerField": (-(2**15), 2**15 - 1),
    "IntegerField": (-(2**31), 2**31 - 1),
    "BigIntegerField": (-(2**63), 2**63 - 1),
    "PositiveSmallIntegerField": (0, 2**15 - 1),
    "PositiveIntegerField": (0, 2**31 - 1),
    "PositiveBigIntegerField": (0, 2**63 - 1),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``key`` is the place of the primary key among the columns; ``counts``: the database numbers its rows."""

    name: str
    columns: tuple[Column, ...]
    key: int
    counts: bool

    @property
    def key_column(self) -> Column:
        """The primary key."""
        return self.columns[self.key]


def moved_tables(*, with_sessions: bool = True) -> tuple[Table, ...]:
    """Return the tables of all models that are moved; those that others name come first.

    Raises:
        NotImplementedError: A model has a field of a kind that nobody has taught `values`.

    """
    found = {
        model._meta.db_table: model  # noqa: SLF001  Django's documented way to a table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed  # noqa: SLF001  as above
    }
    left = {*LEFT_OUT, *(() if with_sessions else SESSIONS)}
    named = {
        name: {field.remote_field.model._meta.db_table for field in _fields(model) if field.remote_field} - {name}  # noqa: SLF001  as above
        for name, model in sorted(found.items())
    }
    order = TopologicalSorter(named).static_order()
    return tuple(_table(name, found[name]) for name in order if name not in left)


def _fields(model: type[models.Model]) -> list[Any]:
    return list(model._meta.local_concrete_fields)  # noqa: SLF001  as above


def _table(name: str, model: type[models.Model]) -> Table:
    fields = _fields(model)
    key = next(place for place, field in enumerate(fields) if field.primary_key)
    counts = fields[key].get_internal_type() in {"AutoField", "BigAutoField"}
    return Table(name, tuple(_column(field) for field in fields), key, counts)


def _column(field: Any) -> Column:
    target = field
    while target.remote_field is not None:
        target = target.target_field
    name = target.get_internal_type()
    if name in RANGES:
        low, high = RANGES[name]
        return Column(field.column, Kind.INTEGER, field.null, None, low, high)
    if name not in KINDS:
        raise NotImplementedError(f"{field}: {name}")
    most = target.max_length if name == "CharField" else None
    return Column(field.column, KINDS[name], field.null, most)
