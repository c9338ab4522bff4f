"""Code of two versions on one schema: what runs goes on, what starts refuses a newer one and updates an older one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from quintain.accounts.models import User
from quintain.attempts.models import Submission
from quintain.packs.model.lab import Lab
from tests.cells.grown.processes import Cells
from tests.courses import small_course
from tests.server.jobs.test_working import hand_in, is_over
from tests.server.jobs.workers import Workers, address, rows, wait_until
from tests.server.shared.servers import Servers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_jobs"), pytest.mark.whole]

LAST = ("coedit", "0003_pairsession_exchanged_at")


@pytest.fixture
def cells(tmp_path: Path, no_jobs: None) -> Iterator[Cells]:
    """Start real web processes, and kill them at the end."""
    cells = Cells(tmp_path)
    yield cells
    cells.stop()


@pytest.fixture
def older_schema(transactional_db: None) -> Iterator[None]:
    """Take a migration back, until the end."""
    call_command("migrate", LAST[0], "0002", verbosity=0)
    yield
    call_command("migrate", LAST[0], verbosity=0)


@pytest.fixture
def newer_schema(transactional_db: None) -> Iterator[None]:
    """Take the migration back at the end that the test has made."""
    yield
    rows("ALTER TABLE attempts_submission DROP COLUMN IF EXISTS later")
    rows("DROP TABLE IF EXISTS attempts_later")
    rows("DELETE FROM django_migrations WHERE name = '0999_later'")


def migrate_further() -> None:
    """Do what a later version may do: a table, a column with a default of the database, and the word that it was so."""
    rows("ALTER TABLE attempts_submission ADD COLUMN later integer NOT NULL DEFAULT 7")
    rows("CREATE TABLE attempts_later (id bigint PRIMARY KEY)")
    MigrationRecorder(connection).record_applied("attempts", "0999_later")


def test_processes_of_the_version_before_go_on_beside_a_newer_schema(
    newer_schema: None, servers: Servers, workers: Workers, learner: User, lab: Lab
) -> None:
    """They serve and judge to their end; whatever of that version starts is refused, and says why."""
    (here,) = servers.start(1)
    worker = workers.start()
    first = hand_in(learner, lab, "wait")
    wait_until(lambda: workers.begun() == ["wait"], "the judge is at work")
    migrate_further()
    assert here.get(learner, f"/labs/{lab.slug}/fix/").status_code == 200
    workers.let_go()
    wait_until(lambda: is_over(first), "what was begun before is judged")
    second = hand_in(learner, lab, "proven")
    wait_until(lambda: is_over(second), "what came afterwards is judged")
    assert set(Submission.objects.values_list("result", flat=True)) == {"proven"}
    assert (worker.poll(), servers.processes[0].poll()) == (None, None)
    for command in ("serve", "judge"):
        done = start(command, workers.folder / command)
        assert (done.returncode, "was made by a newer Quintain (attempts.0999_later)" in done.stderr) == (1, True), done
        assert "Traceback" not in done.stderr


def start(command: str, data: Path) -> subprocess.CompletedProcess[str]:
    """Start a command on the database of this test, and return what it said when it has ended."""
    code = f"from quintain.cli.{command} import {command}; {command}()"
    return subprocess.run(
        [sys.executable, "-c", code, "--data", str(data), "--pack", str(small_course())],
        check=False,
        capture_output=True,
        text=True,
        timeout=90,
        env=os.environ | {"QUINTAIN_DATABASE_URL": address()},
    )


def test_processes_that_start_at_once_bring_an_older_schema_up_to_date_once(
    older_schema: None, servers: Servers, cells: Cells
) -> None:
    """While others still run on it."""
    servers.start(1)
    assert rows("SELECT count(*) FROM django_migrations WHERE (app, name) = (%s, %s)", *LAST) == [(0,)]
    cells.need("one", "two")
    assert rows("SELECT count(*) FROM django_migrations WHERE (app, name) = (%s, %s)", *LAST) == [(1,)]
    assert servers.processes[0].poll() is None
