"""What ``quintain doctor`` tells of what several processes share: the database, the key, Valkey, the clock."""

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from quintain.server.databases import database_settings
from quintain.server.secret_key import KEY_FILE, read_secret_key
from quintain.server.valkey import layer_settings
from quintain.web.folder import named_folder

PATIENCE_SECONDS: Final = 5
LEAST_VERSION: Final = 150_000
"""PostgreSQL 15, as the server itself writes it."""
MOST_SKEW_SECONDS: Final = 2.0
DOCTORS_CHANNEL: Final = "quintain-doctor"
ASKED: Final = """
    SELECT current_setting('server_version_num')::int, extract(epoch FROM clock_timestamp())::float,
        has_schema_privilege(current_schema(), 'CREATE'),
        coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false), inet_server_addr() IS NULL,
        current_setting('max_connections')::int
"""


@dataclass(frozen=True, slots=True)
class Shared:
    """One thing: its name, whether it is good, must be fixed, or is only worth a word, what was found, what to do."""

    what: str
    is_good: bool
    sentence: str
    remedy: str = ""
    is_needed: bool = True


def examine_shared(environment: Mapping[str, str]) -> Iterator[Shared]:
    """Yield what was found of all that the environment names; nothing where one process is alone."""
    address = environment.get("QUINTAIN_DATABASE_URL", "")
    if address:
        yield from _database(address)
        yield _key(environment)
    if url := environment.get("QUINTAIN_VALKEY_URL", "").strip():
        yield _valkey(url, is_grown=bool(address and _has_key(environment)))


def _database(address: str) -> Iterator[Shared]:
    try:
        settings = database_settings(address, named_folder().database)
        import psycopg  # noqa: PLC0415  an extra, which `database_settings` has looked for
    except ImproperlyConfigured as error:
        yield Shared("database", is_good=False, sentence=str(error), remedy="Correct QUINTAIN_DATABASE_URL.")
        return
    began = time.time()
    try:
        with psycopg.connect(address, connect_timeout=PATIENCE_SECONDS) as connection:
            asked = time.time()
            row = connection.execute(ASKED).fetchone()
            heard = time.time()
    except psycopg.Error as error:
        said = (str(error).strip().splitlines() or [type(error).__name__])[0]
        remedy = "Check the address, the network, and with psql that this user may use it."
        yield Shared("database", is_good=False, sentence=f"It cannot be used: {said}", remedy=remedy)
        return
    assert row is not None  # noqa: S101  a SELECT without FROM has one row
    version, clock, may_make_tables, is_encrypted, is_local, connections = row
    where = f"PostgreSQL {version // 10_000}, {settings['NAME']}"
    if version < LEAST_VERSION:
        yield Shared("database", is_good=False, sentence=f"{where} is too old.", remedy="Use PostgreSQL 15 or newer.")
    elif not may_make_tables:
        remedy = "Make the server's user the owner of the database."
        yield Shared("database", is_good=False, sentence=f"{where}: no tables may be made in it.", remedy=remedy)
    else:
        took = f"{(heard - began) * 1000:.0f} ms to connect and ask, {connections} connections"
        yield Shared("database", is_good=True, sentence=f"{where}: {took}.")
    if not (is_encrypted or is_local):
        remedy = "Add sslmode=verify-full to QUINTAIN_DATABASE_URL."
        sentence = "The way to the database is not encrypted."
        yield Shared("encryption", is_good=False, sentence=sentence, remedy=remedy, is_needed=False)
    yield _clock(clock, asked, heard)


def _clock(there: float, asked: float, heard: float) -> Shared:
    """Compare two clocks: that of the database was read at some time between ``asked`` and ``heard``."""
    skew = max(0.0, asked - there, there - heard)
    if skew <= MOST_SKEW_SECONDS:
        return Shared(
            "clock", is_good=True, sentence=f"It differs from the database's by less than {skew + 0.1:.1f} s."
        )
    sentence = f"It differs from the database's by {skew:.0f} s, so times on pages and in logs do not fit together."
    return Shared("clock", is_good=False, sentence=sentence, remedy="Set both by NTP.", is_needed=False)


def _has_key(environment: Mapping[str, str]) -> bool:
    with suppress(ImproperlyConfigured):  # `_key` tells of it
        return bool(read_secret_key(environment))
    return True


def _key(environment: Mapping[str, str]) -> Shared:
    try:
        key = read_secret_key(environment)
    except ImproperlyConfigured as error:
        return Shared("shared key", is_good=False, sentence=str(error), remedy=f"Correct {KEY_FILE}.")
    if key:
        return Shared("shared key", is_good=True, sentence="There is one; all processes must have the same.")
    sentence = "There is none, so each process has its own, judges by itself, and signs people out of the others."
    return Shared("shared key", is_good=False, sentence=sentence, remedy=f"Name one by {KEY_FILE}.", is_needed=False)


def _valkey(url: str, *, is_grown: bool) -> Shared:
    """Publish a word and hear it: with its password, and with the rights that the server needs."""
    remedy = "Check QUINTAIN_VALKEY_URL, its user's rights, the network. Without it, pages show later what others do."
    try:
        layer_settings(url, "", is_grown=is_grown)
    except ImproperlyConfigured as error:  # the server would not start
        return Shared("live messages", is_good=False, sentence=str(error), remedy="Correct QUINTAIN_VALKEY_URL.")
    from redis import Redis, RedisError  # noqa: PLC0415  an extra, which `layer_settings` has looked for
    from redis.backoff import NoBackoff  # noqa: PLC0415  as above
    from redis.retry import Retry  # noqa: PLC0415  as above

    options = {"socket_timeout": PATIENCE_SECONDS, "socket_connect_timeout": PATIENCE_SECONDS, "protocol": 2}
    try:
        with Redis.from_url(url, retry=Retry(NoBackoff(), 0), **options) as valkey, valkey.pubsub() as heard:
            heard.subscribe(DOCTORS_CHANNEL)
            heard.get_message(timeout=PATIENCE_SECONDS)
            began = time.monotonic()
            valkey.publish(DOCTORS_CHANNEL, b"")
            is_heard = heard.get_message(timeout=PATIENCE_SECONDS) is not None
            took = f"{(time.monotonic() - began) * 1000:.0f} ms"
    except (RedisError, OSError) as error:
        words, password = str(error), unquote(urlsplit(url).password or "")
        said = type(error).__name__ if password and password in words else words
        sentence = f"Valkey cannot be used: {said}"
        return Shared("live messages", is_good=False, sentence=sentence, remedy=remedy, is_needed=False)
    if is_heard:
        return Shared("live messages", is_good=True, sentence=f"Valkey passes messages on: {took}.")
    sentence = "Valkey takes messages and passes none on."
    return Shared("live messages", is_good=False, sentence=sentence, remedy=remedy, is_needed=False)
