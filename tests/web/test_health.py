"""What is known of the server's data, asked of the database that this run has."""

from pathlib import Path

import pytest
from django.db import connection

from quintain.web.health import Finding, Health, Part, State

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def test_folder_and_database_are_written(tmp_path: Path) -> None:
    """Nothing is left in the folder; a folder that is not there is told, without a look at the database."""
    for folder, expected in (
        (tmp_path, Finding(State.WELL)),
        (tmp_path / "none", Finding(State.UNWRITABLE, Part.FOLDER)),
    ):
        health = Health(folder)
        try:
            assert health.ask().result() == expected
        finally:
            health._looks.thread.submit(lambda: connection.close()).result()  # noqa: PLW0108  each thread has its own
    assert list(tmp_path.iterdir()) == []
