"""Which migrations the code of the version before cannot live with: in a rolling update, both use one schema.

``python -m tests.server.rolling``, at a release, writes down which migrations the version has.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from django.db.migrations import Migration, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import AddField, AlterField, RemoveField, RenameField
from django.db.migrations.operations.models import AlterModelTable, DeleteModel, RenameModel
from django.db.migrations.state import ProjectState
from django.db.models import Field, GeneratedField

RELEASED: Final = Path(__file__).with_name("released_migrations.txt")
"""The migrations of the last version, one in each line, as ``app.name``."""
STOPPING: Final = frozenset[str]()
"""Migrations for which all processes are stopped first, as the changelog says of the version."""


def released() -> frozenset[str]:
    """Return the migrations of the last version."""
    return frozenset(RELEASED.read_text("utf-8").split())


def faults_of(migration: Migration, before: ProjectState) -> list[str]:
    """Return what the code with the state ``before`` cannot live with, in words.

    What the database does in ``RunSQL`` and ``RunPython`` is not known here.
    """
    asked = [
        words for each in _in_database(migration.operations) for words in _faults(each, migration.app_label, before)
    ]
    return [f"{migration.app_label}.{migration.name} {words}" for words in asked]


def _in_database(operations: Sequence[Operation]) -> Iterator[Operation]:
    for each in operations:
        if isinstance(each, SeparateDatabaseAndState):
            yield from _in_database(each.database_operations)
        else:
            yield each


def _faults(operation: Operation, app: str, before: ProjectState) -> Iterator[str]:
    match operation:
        case DeleteModel() | AlterModelTable() if (app, operation.name_lower) in before.models:
            yield f"removes or renames the table of {operation.name}"
        case RenameModel() if (app, operation.old_name_lower) in before.models:
            yield f"renames the table of {operation.old_name}"
        case RemoveField() if _field(before, app, operation.model_name_lower, operation.name):
            yield f"removes {operation.model_name}.{operation.name}"
        case RenameField() if _field(before, app, operation.model_name_lower, operation.old_name):
            yield f"renames {operation.model_name}.{operation.old_name}"
        case AddField() if (app, operation.model_name_lower) in before.models and _must_be_given(operation.field):
            yield f"adds {operation.model_name}.{operation.name}, neither null nor with a db_default"
        case AlterField() if old := _field(before, app, operation.model_name_lower, operation.name):
            if _must_be_given(operation.field) and not _must_be_given(old):
                yield f"has {operation.model_name}.{operation.name} be given, which may be left out before"
            if operation.field.db_column != old.db_column:
                yield f"renames {operation.model_name}.{operation.name}"


def _must_be_given(field: "Field[object, object]") -> bool:
    return not (field.null or field.many_to_many or field.has_db_default() or isinstance(field, GeneratedField))


def _field(state: ProjectState, app: str, model: str, name: str) -> "Field[object, object] | None":
    found = state.models.get((app, model))
    return found.fields.get(name) if found else None


def main() -> None:
    """Write down the migrations that there are."""
    files = Path("src/quintain").glob("*/migrations/0*.py")
    RELEASED.write_text("".join(sorted(f"{each.parts[-3]}.{each.stem}\n" for each in files)), "utf-8")


if __name__ == "__main__":
    main()
