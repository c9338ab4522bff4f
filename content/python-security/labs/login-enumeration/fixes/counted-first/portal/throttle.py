"""Slows guessing down: five tries in each quarter of an hour, counted before the password is checked."""

from collections import Counter

from portal import accounts, clock

LIMIT = 5
SECONDS = 15 * 60

_tries = Counter()
_period = None


class TooMany(Exception):
    """No more passwords are checked now."""


def key(account, email):
    """Return what is counted: the number of the account, or the address if it has none."""
    return ("account", account.id) if account else ("address", accounts.normalise(email))


def count(account, email):
    """Count a try, and refuse it if there were too many in this quarter of an hour."""
    global _period
    if _period != clock.now() // SECONDS:
        _period = clock.now() // SECONDS
        _tries.clear()
    _tries[key(account, email)] += 1
    if _tries[key(account, email)] > LIMIT:
        raise TooMany


def forget(account):
    del _tries[key(account, account.email)]
