"""Links that are sent by email. Each works once, and for an hour."""

import secrets

from portal import clock

HOUR = 3600
_open = {}


def create(purpose, **data):
    """Return a new token, for `/confirm` or `/reset`."""
    token = secrets.token_urlsafe(24)
    _open[token] = (purpose, clock.now() + HOUR, data)
    return token


def redeem(purpose, token):
    """Return the data of a token, and make it worthless; None if it is unknown, used or too old."""
    kind, until, data = _open.get(token, (None, 0, None))
    if kind != purpose or clock.now() >= until:
        return None
    del _open[token]
    return data
