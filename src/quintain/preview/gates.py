"""Who is let in to a program: its owner, by a ticket that is good once, exchanged for a cookie of the program's origin.

The name of the origin alone is no key: it is seen by resolvers, and stands in the history of a shared browser.
"""

import secrets
import threading
import time
from typing import Final

from django.utils.crypto import constant_time_compare

COOKIE: Final = "__Host-quintain-program"
TICKET_SECONDS: Final = 60.0
MOST_TICKETS: Final = 20


class Gate:
    """The gate of one origin; it stays the same while programs behind it come and go."""

    def __init__(self, label: str) -> None:
        self.label = label
        self._key = secrets.token_urlsafe(32)
        self._tickets: dict[str, float] = {}
        self._lock = threading.Lock()

    def ticket(self) -> str:
        """Write a ticket for the owner, who is known by the page's own session."""
        ticket = secrets.token_urlsafe(32)
        now = time.monotonic()
        with self._lock:
            good = [(each, until) for each, until in self._tickets.items() if until > now]
            self._tickets = dict(good[1 - MOST_TICKETS :])
            self._tickets[ticket] = now + TICKET_SECONDS
        return ticket

    def exchange(self, ticket: str) -> str | None:
        """Take a ticket and give the cookie for it; None if it is not good, or not any more."""
        with self._lock:
            until = self._tickets.pop(ticket, 0.0)
        if until <= time.monotonic():
            return None
        return f"{COOKIE}={self._key}; Path=/; Secure; HttpOnly; SameSite=None; Partitioned"

    def admits(self, key: str | None) -> bool:
        """Tell whether this is the cookie's value."""
        return key is not None and constant_time_compare(key, self._key)
