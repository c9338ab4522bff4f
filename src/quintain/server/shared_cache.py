"""Django's cache in a table that processes share. Values are JSON, where Django's own backend for tables has pickles.

Anyone who can write into the table could have every process that reads a pickle run a program (CWE-502). The clock is
the database's, and a key that is added by two at once is added by one of them.
"""

import json
from typing import Any, Final, override

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connection

from quintain.server.databases import CACHE_TABLE

GET: Final = f"SELECT value FROM {CACHE_TABLE} WHERE cache_key = %s AND expires > clock_timestamp()"  # noqa: S608  a name of ours
SET: Final = f"""
    INSERT INTO {CACHE_TABLE} AS kept (cache_key, value, expires)
    VALUES (%s, %s, clock_timestamp() + make_interval(secs => %s))
    ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires
"""  # noqa: S608  as above
ADD: Final = f"{SET} WHERE kept.expires <= clock_timestamp()"
DELETE: Final = f"DELETE FROM {CACHE_TABLE} WHERE cache_key = %s"  # noqa: S608  as above
CLEAR: Final = f"DELETE FROM {CACHE_TABLE}"  # noqa: S608  as above
EXPIRED: Final = f"{CLEAR} WHERE expires <= clock_timestamp()"
FOREVER_SECONDS: Final = 100 * 365 * 24 * 60 * 60.0


class SharedCache(BaseDatabaseCache):
    """A cache for values that JSON has; `forget_expired` keeps its table small. ``createcachetable`` makes that."""

    @override
    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or ``default`` if there is none, or none any more."""
        with connection.cursor() as cursor:
            cursor.execute(GET, [self.make_and_validate_key(key, version)])
            row = cursor.fetchone()
        return json.loads(row[0]) if row else default

    @override
    def set(self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value for so many seconds."""
        self._write(SET, key, value, timeout, version)

    @override
    def add(self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value, unless there is one, and tell whether it was kept."""
        return self._write(ADD, key, value, timeout, version)

    @override
    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget a value, and tell whether there was one."""
        with connection.cursor() as cursor:
            cursor.execute(DELETE, [self.make_and_validate_key(key, version)])
            return bool(cursor.rowcount)

    @override
    def clear(self) -> None:
        """Forget everything."""
        with connection.cursor() as cursor:
            cursor.execute(CLEAR)

    def _write(self, statement: str, key: Any, value: Any, timeout: float | None, version: int | None) -> bool:
        kept_for = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        seconds = FOREVER_SECONDS if kept_for is None else kept_for
        with connection.cursor() as cursor:
            cursor.execute(statement, [self.make_and_validate_key(key, version), json.dumps(value), seconds])
            return bool(cursor.rowcount)


def forget_expired() -> None:
    """Delete what nobody can get any more."""
    with connection.cursor() as cursor:
        cursor.execute(EXPIRED)
