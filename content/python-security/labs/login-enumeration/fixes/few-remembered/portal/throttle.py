"""Slows guessing down: after five wrong passwords, no more are checked for 15 minutes."""

from collections import OrderedDict

from portal import accounts, clock

LIMIT = 5
SECONDS = 15 * 60
MOST = 256  # addresses, so that nobody fills the memory

_failures = OrderedDict()


def key(email):
    """Return what is counted: the address, in the spelling in which accounts are found."""
    return accounts.normalise(email)


def is_blocked(email):
    recent = [at for at in _failures.get(key(email), ()) if at > clock.now() - SECONDS]
    return len(recent) >= LIMIT


def failed(email):
    _failures.setdefault(key(email), []).append(clock.now())
    _failures.move_to_end(key(email))
    while len(_failures) > MOST:
        _failures.popitem(last=False)


def succeeded(email):
    _failures.pop(key(email), None)
