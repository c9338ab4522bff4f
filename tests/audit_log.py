"""Lets tests that commit empty the audit log, which the database itself refuses."""

from collections.abc import Iterator

import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def erasable_log(transactional_db: None) -> Iterator[None]:
    """Let the audit log be emptied after a test, which the database refuses otherwise."""
    yield
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'accounts_auditentry'"
        )
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute("DELETE FROM accounts_auditentry")
        for _, sql in triggers:
            cursor.execute(sql)
