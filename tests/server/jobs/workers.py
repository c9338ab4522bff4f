"""Workers for tests, what they have begun, and the tables of their jobs."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.db import connection

from tests.server.jobs.slow_judge import FOLDER

PATIENCE_SECONDS: Final = 60.0
LOOK_SECONDS: Final = 0.05


@dataclass(slots=True)
class Workers:
    """Starts worker processes on the database of the tests; their judge reads and writes in ``folder``."""

    folder: Path
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, jobs_at_once: int = 2, before: Sequence[str] = (), **settings: str) -> subprocess.Popen[str]:
        """Start a worker, with these words before its command, and wait until it takes jobs."""
        with (self.folder / "errors").open("a") as errors:
            process = subprocess.Popen(
                [*before, sys.executable, "-m", "tests.server.jobs.worker_process", str(jobs_at_once)],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=os.environ | {"QUINTAIN_DATABASE_URL": address(), FOLDER: str(self.folder)} | settings,
            )
        self.processes.append(process)
        assert process.stdout
        assert process.stdout.readline() == "ready\n", (self.folder / "errors").read_text()
        return process

    def begun(self) -> list[str]:
        """Return what the judges have begun, as the texts say, in their order."""
        path = self.folder / "begun"
        return [line.split()[2] for line in path.read_text("utf-8").splitlines()] if path.exists() else []

    def let_go(self) -> None:
        """End what waits."""
        (self.folder / "go").touch()

    def stop(self) -> None:
        """Kill those that still run."""
        for process in self.processes:
            process.kill()
            process.communicate()


def address() -> str:
    """Return the address of the database of this test."""
    settings = connection.settings_dict
    return f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}"


def wait_until(is_so: Callable[[], object], what: str) -> None:
    """Look again and again until something is so."""
    last = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < last, what
        time.sleep(LOOK_SECONDS)


def rows(query: str, *arguments: Any) -> list[tuple[Any, ...]]:  # rows of any kind
    """Ask the database."""
    with connection.cursor() as cursor:
        cursor.execute(query, arguments)
        return list(cursor.fetchall()) if cursor.description else []


def age_heartbeats() -> None:
    """Let all workers have been silent for an hour."""
    rows("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")


def jobs() -> list[tuple[str, int]]:
    """Return each job's state and how often it was begun and left."""
    return [tuple(row) for row in rows("SELECT status::text, attempts FROM procrastinate_jobs ORDER BY id")]
