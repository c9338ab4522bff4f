"""Slows guessing down in all servers together: the buckets of ``throttle``, in a PostgreSQL that they share.

A bucket's row is locked before it is looked at, so that many at once, in however many processes, get no more tries than
there are. The clock is the database's. Names of buckets hold names of people, addresses, and what somebody typed into
the wrong field, so that the table has only digests of them, under the classroom's key.
"""

from collections.abc import Sequence
from typing import Final

from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from quintain.accounts.limits.throttle import Bucket
from quintain.accounts.models import TryBucket

# All in the order of their names, so that two who want the same buckets wait for each other and not both at once.
LOCK: Final = """
    INSERT INTO accounts_trybucket (name, full_at) SELECT name, clock_timestamp() FROM unnest(%s::text[]) AS name
    ON CONFLICT (name) DO UPDATE SET full_at = greatest(accounts_trybucket.full_at, clock_timestamp())
    RETURNING name, extract(epoch FROM accounts_trybucket.full_at - clock_timestamp())::float8
"""
MOVE: Final = """
    UPDATE accounts_trybucket SET full_at = full_at + make_interval(secs => given.seconds)
    FROM unnest(%s::text[], %s::float8[]) AS given(name, seconds) WHERE accounts_trybucket.name = given.name
"""
# It waits for no row, so that it is in nobody's way.
FORGET: Final = """
    WITH full_again AS MATERIALIZED (
        SELECT name FROM accounts_trybucket WHERE full_at < clock_timestamp() FOR UPDATE SKIP LOCKED
    )
    DELETE FROM accounts_trybucket USING full_again WHERE accounts_trybucket.name = full_again.name
"""
LEAST_SECONDS: Final = 1e-6
"""A wait below this is what adding and subtracting leaves."""


class SharedThrottle:
    """Buckets of tries, for all processes. Call it outside transactions: one that is rolled back gives tries back."""

    def wait(self, buckets: Sequence[Bucket]) -> float:
        """Return the seconds to wait for a try in each bucket, and take none."""
        with transaction.atomic():
            return self._wait(buckets)

    def take(self, buckets: Sequence[Bucket]) -> float:
        """Take a try from each bucket and return 0; if one has none, take nothing and return the seconds to wait."""
        with transaction.atomic():
            if longest := self._wait(buckets):
                return longest
            _move(buckets, 1)
        return 0.0

    def give_back(self, buckets: Sequence[Bucket]) -> None:
        """Return what was taken for a try that was no guess."""
        with transaction.atomic():
            self._wait(buckets)
            _move(buckets, -1)

    def clear(self) -> None:
        """Forget everything."""
        TryBucket.objects.all().delete()

    def forget_full(self) -> None:
        """Delete the buckets that are full again; nothing is lost with them."""
        with connection.cursor() as cursor:
            cursor.execute(FORGET)

    def _wait(self, buckets: Sequence[Bucket]) -> float:
        by_name = {_digest(each): each for each in buckets}
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [sorted(by_name)])
            rows = cursor.fetchall()
        waits = [seconds - (by_name[name][1].tries - 1) * by_name[name][1].seconds for name, seconds in rows]
        longest = max(waits, default=0.0)
        return longest if longest > LEAST_SECONDS else 0.0


def _move(buckets: Sequence[Bucket], tries: int) -> None:
    by_name = {_digest(each): each for each in buckets}
    with connection.cursor() as cursor:
        # Rates are written as 6 and as 0.5, and an array has numbers of one kind.
        cursor.execute(MOVE, [list(by_name), [float(each[1].seconds * tries) for each in by_name.values()]])


def _digest(bucket: Bucket) -> str:
    name, rate = bucket
    return salted_hmac("quintain.accounts.tries", f"{rate.tries} {rate.seconds} {name}", algorithm="sha256").hexdigest()
