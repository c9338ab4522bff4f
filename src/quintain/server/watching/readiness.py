"""Whether this process may be sent work: its database answers and has all tables, its course is read, it stays."""

from concurrent.futures import TimeoutError as NotInTime
from typing import Final

from django.db import Error as DatabaseTrouble
from django.db import close_old_connections, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from quintain.catalog.pack_store import current_pack
from quintain.packs import JoinRefused, PackInvalid
from quintain.server.watching.lifecycle import LIFECYCLE, Lifecycle, Reason
from quintain.web.rarely import Rarely

PATIENCE_SECONDS: Final = 2.0
FRESH_SECONDS: Final = 1.0
"""However often somebody asks, the database is asked once in this time."""


class Readiness:
    """Looks at what must hold before work is sent here. Safe for threads.

    Args:
        wanted: the migrations that the database must have, as app and name; it may have more, of the next version.
        lifecycle: how far this process is.

    """

    def __init__(self, wanted: frozenset[tuple[str, str]], lifecycle: Lifecycle = LIFECYCLE) -> None:
        self._wanted, self._lifecycle = wanted, lifecycle
        self._looks = Rarely(self._look_by_own_connection, FRESH_SECONDS, "readiness")

    def look(self) -> Reason | None:
        """Return why this process is not ready, within two seconds; None if it is."""
        if self._lifecycle.is_stopping:
            return Reason.STOPPING
        if not self._lifecycle.has_started:
            return Reason.STARTING
        try:
            return self._looks.ask().result(PATIENCE_SECONDS)
        except NotInTime:
            return Reason.NO_ANSWER

    def _look_by_own_connection(self) -> Reason | None:
        close_old_connections()
        try:
            return self._look()
        finally:
            close_old_connections()

    def _look(self) -> Reason | None:
        try:
            applied = MigrationRecorder(connection).applied_migrations()
        except DatabaseTrouble:
            return Reason.NO_ANSWER
        if not applied.keys() >= self._wanted:
            return Reason.OLD_TABLES
        try:
            current_pack()
        except (PackInvalid, JoinRefused):
            return Reason.NO_COURSE
        return None


def last_migrations() -> frozenset[tuple[str, str]]:
    """Return the last migration of each app in this version."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
