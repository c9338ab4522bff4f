"""What goes on in a class, kept in memory for as long as nothing of it changes.

Every page of a student says what the class does: seven reads, of which nearly all find what the page before has found.
``Class.changed`` is another random number after each change of the tables that are watched here, however it is
made, since the database itself sets it. A class is read with its person anyway; so a page knows by a read that it
makes in any case whether what it remembers is still so, in every process.
"""

from collections.abc import Callable
from functools import lru_cache
from time import monotonic
from typing import Any, Final
from uuid import UUID

from django.db.migrations import RunPython
from django.http import HttpRequest

from quintain.cohorts.models import Class

CLASSES: Final = "cohorts_class"
SAFE: Final = frozenset({"GET", "HEAD"})
MOST_KEPT: Final = 2000
KEPT_SECONDS: Final = 60
"""After which it is read again all the same: names of people are in it, which are in other tables."""
NUMBER: Final = {"sqlite": "random()", "postgresql": "hashtextextended(gen_random_uuid()::text, 0)"}
"""A new 64-bit number, so that what was rolled back or restored is never taken for what came after it."""


def read_once[T](request: HttpRequest, a_class: Class, read: Callable[[UUID], T]) -> T:
    """Return what ``read`` finds in the watched tables about the class of this id, which nobody may change.

    A request that may have changed something itself reads again.
    """
    if request.method not in SAFE:
        return read(a_class.pk)
    found: T = _read(read, a_class.pk, a_class.changed, int(monotonic() // KEPT_SECONDS))
    return found


@lru_cache(MOST_KEPT)
def _read(read: Callable[[UUID], Any], class_id: UUID, _changed: int, _minute: int) -> Any:
    return read(class_id)


def watch(table: str, *columns: str) -> RunPython:
    """Return the operation of a migration that has the changes of a table with ``in_class_id`` noted in its class.

    Of updates, those of ``columns``; without them, all. SQLite drops the triggers with the table when a later migration
    remakes the table, which then has to watch it again; one that remakes the classes has to stop all before.
    """
    update = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
    events = {"insert": ("INSERT", "NEW"), "update": (update, "NEW"), "delete": ("DELETE", "OLD")}

    def add(_apps: Any, editor: Any) -> None:
        vendor = editor.connection.vendor
        for name, (event, row) in events.items():
            note = f"UPDATE {CLASSES} SET changed = {NUMBER[vendor]} WHERE id = {row}.in_class_id"  # noqa: S608  names of our own
            trigger = f"CREATE TRIGGER {table}_{name}_noted AFTER {event} ON {table} FOR EACH ROW"
            if vendor == "sqlite":
                editor.execute(f"{trigger} BEGIN {note}; END")
                continue
            body = f"BEGIN {note}; RETURN NULL; END"
            editor.execute(f"CREATE FUNCTION {table}_{name}_noted() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
            editor.execute(f"{trigger} EXECUTE FUNCTION {table}_{name}_noted()")

    def remove(_apps: Any, editor: Any) -> None:
        for name in events:
            if editor.connection.vendor == "sqlite":
                editor.execute(f"DROP TRIGGER {table}_{name}_noted")
            else:
                editor.execute(f"DROP FUNCTION {table}_{name}_noted CASCADE")

    return RunPython(add, remove)
