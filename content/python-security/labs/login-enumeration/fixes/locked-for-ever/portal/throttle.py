"""Stops guessing: after five wrong passwords, an account is locked until an adviser unlocks it."""

from collections import Counter

from portal import accounts

LIMIT = 5

_failures = Counter()


def is_blocked(email):
    return _failures[accounts.normalise(email)] >= LIMIT


def failed(email):
    _failures[accounts.normalise(email)] += 1


def succeeded(email):
    del _failures[accounts.normalise(email)]
