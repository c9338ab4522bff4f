"""Statements about who owns what, for PostgreSQL. Each is one statement, and a transaction of its own.

So no process that is stopped in the middle of something holds a lock: what a statement locks, it gives back by itself.
"""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection

from quintain.cells.timing import SILENT_SECONDS

# A name belongs to one process as long as that lives. A new one of the same name begins afresh.
BEAT: Final = f"""
    INSERT INTO cells_cell AS cell (name, incarnation, seen_at, is_draining) VALUES (%s, %s, clock_timestamp(), false)
    ON CONFLICT (name) DO UPDATE SET incarnation = EXCLUDED.incarnation, seen_at = EXCLUDED.seen_at,
        is_draining = cell.is_draining AND cell.incarnation = EXCLUDED.incarnation
    WHERE cell.incarnation = EXCLUDED.incarnation
       OR cell.seen_at < clock_timestamp() - interval '{SILENT_SECONDS} s'
    RETURNING name
"""  # noqa: S608  a number of our own, as in those below
LIVES: Final = f"cell.seen_at > clock_timestamp() - interval '{SILENT_SECONDS} s' AND NOT cell.is_draining"
# Compare and set: it is taken by a cell that lives, from nobody or from one that does not.
TAKE: Final = f"""
    INSERT INTO cells_ownership AS owned (partition, owner)
    SELECT %s, cell.incarnation FROM cells_cell AS cell WHERE cell.incarnation = %s AND {LIVES}
    ON CONFLICT (partition) DO UPDATE SET owner = EXCLUDED.owner, epoch = EXCLUDED.epoch
    WHERE owned.epoch < EXCLUDED.epoch AND owned.owner <> EXCLUDED.owner AND NOT EXISTS (
        SELECT FROM cells_cell AS cell WHERE cell.incarnation = owned.owner AND {LIVES}
    )
    RETURNING epoch
"""  # noqa: S608  as above
OWNER: Final = f"""
    SELECT owned.epoch, cell.name, cell.incarnation
    FROM cells_ownership AS owned JOIN cells_cell AS cell ON cell.incarnation = owned.owner
    WHERE owned.partition = %s AND {LIVES}
"""  # noqa: S608  as above
MAP: Final = f"""
    SELECT cell.name, cell.incarnation, owned.partition, owned.epoch
    FROM cells_cell AS cell LEFT JOIN cells_ownership AS owned ON owned.owner = cell.incarnation
    WHERE {LIVES}
"""  # noqa: S608  as above
DRAIN: Final = """
    WITH leaving AS (UPDATE cells_cell SET is_draining = true WHERE incarnation = %s)
    DELETE FROM cells_ownership WHERE owner = %s
"""
RELEASE: Final = "DELETE FROM cells_ownership WHERE partition = %s AND owner = %s AND epoch = %s"
LEAVE: Final = "DELETE FROM cells_cell WHERE incarnation = %s"
FORGET: Final = """
    WITH gone AS (DELETE FROM cells_cell WHERE seen_at < clock_timestamp() - interval '1 day' RETURNING incarnation)
    DELETE FROM cells_ownership WHERE owner IN (SELECT incarnation FROM gone)
       OR owner NOT IN (SELECT incarnation FROM cells_cell)
"""
STILL_OWNED: Final = """
    SELECT FROM cells_ownership WHERE partition = %s AND owner = %s AND epoch = %s FOR SHARE
"""
"""A row as long as a `Hold` holds. Who reads it waits for those who take the partition, and they wait for the
statement or transaction that has read it: so what is written with it is written before the next owner reads."""


@dataclass(frozen=True, slots=True)
class Hold:
    """That a cell has a partition: until somebody takes it, which gives it another epoch."""

    partition: UUID
    owner: UUID
    epoch: int

    @property
    def parameters(self) -> tuple[UUID, UUID, int]:
        """What `STILL_OWNED` asks for."""
        return self.partition, self.owner, self.epoch


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A cell that lives and takes classes."""

    name: str
    incarnation: UUID


def beat(name: str, incarnation: UUID) -> bool:
    """Say that a cell lives; return whether the name is its own."""
    return bool(_rows(BEAT, name, incarnation))


def take(partition: UUID, incarnation: UUID) -> Hold | Neighbour | None:
    """Take a partition, unless a cell that lives has it; return the hold, or the cell that has it.

    It is None if nobody has it and this cell may take nothing, or if another one is taking it at this moment.
    """
    if rows := _rows(TAKE, partition, incarnation):
        return Hold(partition, incarnation, rows[0][0])
    for epoch, name, owner in _rows(OWNER, partition):
        return Hold(partition, owner, epoch) if owner == incarnation else Neighbour(name, owner)
    return None


def read_map() -> tuple[tuple[Neighbour, ...], tuple[Hold, ...]]:
    """Return the cells that live, and all that they own."""
    rows = _rows(MAP)
    cells = tuple(dict.fromkeys(Neighbour(name, incarnation) for name, incarnation, *_ in rows))
    holds = tuple(Hold(partition, owner, epoch) for _, owner, partition, epoch in rows if partition is not None)
    return cells, holds


def drain(incarnation: UUID) -> None:
    """Let a cell take nothing more, and give away all that it owns."""
    _do(DRAIN, incarnation, incarnation)


def release(hold: Hold) -> None:
    """Give a partition up, if it is still this hold's."""
    _do(RELEASE, *hold.parameters)


def leave(incarnation: UUID) -> None:
    """Forget a cell that is about to end."""
    _do(LEAVE, incarnation)


def forget_old() -> None:
    """Forget cells that have been silent for a day, and what cells own that there are no more."""
    _do(FORGET)


def lock(hold: Hold) -> bool:
    """Keep a partition from being taken until the end of this transaction; return whether it is still this hold's."""
    return bool(_rows(STILL_OWNED, *hold.parameters))


def _rows(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:  # values and rows of many kinds
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _do(statement: str, *parameters: Any) -> None:  # as above
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
