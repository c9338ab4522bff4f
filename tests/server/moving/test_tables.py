"""Each table is moved, or left out for a reason; those that others name come first."""

from django.apps import apps

from quintain.server.moving.tables import LEFT_OUT, SESSIONS, moved_tables
from quintain.server.moving.values import Kind


def test_a_table_of_a_new_model_cannot_be_forgotten() -> None:
    """And a field of a new kind fails here, before anybody moves."""
    moved = [table.name for table in moved_tables()]
    there = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    assert sorted(moved) == sorted(there - LEFT_OUT.keys())
    assert all(LEFT_OUT.values())
    fewer = {table.name for table in moved_tables(with_sessions=False)}
    assert set(moved) - fewer == set(SESSIONS)


def test_rows_come_after_those_that_they_name() -> None:
    """PostgreSQL checks it at the end of each batch."""
    place = {table.name: number for number, table in enumerate(moved_tables())}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            if field.remote_field and model._meta.db_table in place:
                assert place[field.remote_field.model._meta.db_table] < place[model._meta.db_table], field


def test_limits_are_those_of_postgresql() -> None:
    """Which SQLite knows nothing of."""
    columns = {(table.name, column.name): column for table in moved_tables() for column in table.columns}
    assert columns["attempts_file", "path"].most == 255
    assert columns["attempts_file", "text"].most is None
    assert columns["attempts_submission", "number"].is_nullable
    events = columns["attempts_submission", "events"]
    assert (events.kind, events.low, events.high) == (Kind.INTEGER, 0, 2**31 - 1)
    assert columns["attempts_file", "workspace_id"].kind is Kind.UUID
    assert columns["accounts_membership", "id"].high == 2**63 - 1
