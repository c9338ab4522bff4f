"""Slows guessing down: after five wrong passwords, no more are checked for 15 minutes."""

import unicodedata
from collections import defaultdict

from portal import clock

LIMIT = 5
SECONDS = 15 * 60

_failures = defaultdict(list)


def key(email):
    """Return what is counted: one spelling for capitals, spaces and full-width letters."""
    return unicodedata.normalize("NFKC", email).strip().lower()


def is_blocked(email):
    recent = [at for at in _failures[key(email)] if at > clock.now() - SECONDS]
    _failures[key(email)] = recent
    return len(recent) >= LIMIT


def failed(email):
    _failures[key(email)].append(clock.now())


def succeeded(email):
    _failures.pop(key(email), None)
