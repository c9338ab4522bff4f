"""Which database the server uses, SQLite in the data folder or a PostgreSQL, and how long it keeps what is in it."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

SCHEMES = ("postgresql://", "postgres://")
LONGEST_DAYS = 36_500
LONGEST_SEARCH_SECONDS = 24 * 60 * 60
DEFAULT_SEARCH_SECONDS = 20
CACHE_TABLE = "quintain_cache"


def database_settings(address: str, file: Path) -> dict[str, Any]:
    """Return Django's settings for a database.

    ``address`` is a connection URI as ``psql`` takes it, with all options of libpq, such as
    ``postgresql://quintain@db.example.org/quintain?sslmode=verify-full``; if empty, the database is ``file``.

    Raises:
        ImproperlyConfigured: The address cannot be read, or there is no driver. No message repeats the address, which
            may hold a password.

    """
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": file,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # DEFERRED upgrades a reader to a writer in the middle of a transaction and then fails as locked.
                "transaction_mode": "IMMEDIATE",
                "timeout": 5,  # seconds; what waits holds one of the few threads of all pages
                # FULL: an answered save survives a power cut, not only a killed process.
                # secure_delete: the place of what is deleted or replaced is zeroed.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; "
                "PRAGMA secure_delete=ON",
            },
        }
    if not address.startswith(SCHEMES):
        raise ImproperlyConfigured("QUINTAIN_DATABASE_URL begins with postgresql://, or is left out for SQLite.")
    options = _read(address)
    named = {django: options.pop(libpq, "") for django, libpq in _NAMES.items()}
    if not named["NAME"]:
        raise ImproperlyConfigured("QUINTAIN_DATABASE_URL names no database, as in postgresql://host/quintain.")
    return {
        "ENGINE": "quintain.server.postgresql",
        **named,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,  # the database may have been started again meanwhile
        "OPTIONS": {
            "connect_timeout": 5,
            **_LIVING,
            # What waits for a row, or sits in a transaction, holds one of the few threads of all pages.
            "options": f"-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s {_LIVING_CLIENT}",
            "application_name": "quintain",
            **options,
        },
    }


def read_days(text: str) -> int:
    """Return after how many days something is erased; 0, which is never, if nothing is said.

    Raises:
        ImproperlyConfigured: It is no number of days. Nothing is guessed, since what is erased does not come back.

    """
    return _read_number(text, 0, LONGEST_DAYS, "QUINTAIN_RETENTION_DAYS is a number of days")


def read_seconds(text: str) -> float:
    """Return the processor time of a search behind a verdict in seconds: 20 if nothing is said, 0 for none.

    Raises:
        ImproperlyConfigured: It is no number of seconds.

    """
    what = "QUINTAIN_SEARCH_SECONDS is a number of seconds"
    return float(_read_number(text, DEFAULT_SEARCH_SECONDS, LONGEST_SEARCH_SECONDS, what))


def _read_number(text: str, default: int, most: int, what: str) -> int:
    number = text.strip()
    if not number:
        return default
    if not number.isdecimal() or int(number) > most:
        raise ImproperlyConfigured(f"{what} from 0 to {most}.")
    return int(number)


def cache_settings(*, is_grown: bool) -> dict[str, Any]:
    """Return Django's settings for what is kept for some minutes: codes that were used, passcodes to be shown once.

    Processes that share a database keep it there: what is away with a Valkey would be forgotten with it.
    """
    if not is_grown:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {"BACKEND": "quintain.server.shared_cache.SharedCache", "LOCATION": CACHE_TABLE}


def require_jobs_in_database() -> None:
    """Refuse to have jobs in the database without the package that keeps them.

    Raises:
        ImproperlyConfigured: It is not installed.

    """
    if find_spec("procrastinate") is None:
        raise ImproperlyConfigured(
            "A PostgreSQL and a shared key have the judge's jobs in the database: install quintain[grown]."
        )


LOST_SECONDS = 8
"""After this long without a word of the other side, a connection is over: packets may be lost without any sign.

TCP alone takes a quarter of an hour for what was sent, and two hours where nothing is. What is shorter than six seconds
is survived: then the packet is sent again for the fifth time.
"""
_PROBE_SECONDS = 3
_LIVING = {
    "keepalives": 1,
    "keepalives_idle": _PROBE_SECONDS,
    "keepalives_interval": _PROBE_SECONDS,
    "keepalives_count": LOST_SECONDS // _PROBE_SECONDS,
    "tcp_user_timeout": LOST_SECONDS * 1000,
}
# The same for the server: a machine that has lost its power keeps no lock.
_LIVING_CLIENT = (
    f"-c tcp_keepalives_idle={_PROBE_SECONDS} -c tcp_keepalives_interval={_PROBE_SECONDS} "
    f"-c tcp_keepalives_count={LOST_SECONDS // _PROBE_SECONDS} -c tcp_user_timeout={LOST_SECONDS * 1000}"
)
_NAMES = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}


def _read(address: str) -> dict[str, Any]:
    try:
        from psycopg import Error  # noqa: PLC0415  an extra, which most servers do without
        from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415  as above
    except ImportError:
        raise ImproperlyConfigured(
            "QUINTAIN_DATABASE_URL needs the driver of PostgreSQL: install quintain[postgresql]."
        ) from None
    try:
        return dict(conninfo_to_dict(address))
    except Error:
        raise ImproperlyConfigured("QUINTAIN_DATABASE_URL cannot be read as an address of PostgreSQL.") from None
