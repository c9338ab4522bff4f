"""Who may open a program: its owner, with a ticket that is good once, exchanged for a cookie of the program's origin.

The name of the origin alone gives no access: resolvers see it, and it is in the history of a shared browser.
"""

import secrets
import threading
import time
from typing import Final

from django.utils.crypto import constant_time_compare

COOKIE: Final = "__Host-quintain-program"
TICKET_SECONDS: Final = 60.0
MOST_TICKETS: Final = 20


class Access:
    """Access to one origin; it stays the same while programs at that origin are replaced."""

    def __init__(self, label: str) -> None:
        self.label = label
        self._key = secrets.token_urlsafe(32)
        self._tickets: dict[str, float] = {}
        self._lock = threading.Lock()

    def ticket(self) -> str:
        """Issue a ticket to the owner, who is known by the page's own session."""
        ticket = secrets.token_urlsafe(32)
        now = time.monotonic()
        with self._lock:
            good = [(each, until) for each, until in self._tickets.items() if until > now]
            self._tickets = dict(good[1 - MOST_TICKETS :])
            self._tickets[ticket] = now + TICKET_SECONDS
        return ticket

    def exchange(self, ticket: str) -> str | None:
        """Exchange a ticket for the cookie; None if the ticket is unknown, used or expired."""
        with self._lock:
            until = self._tickets.pop(ticket, 0.0)
        if until <= time.monotonic():
            return None
        return f"{COOKIE}={self._key}; Path=/; Secure; HttpOnly; SameSite=None; Partitioned"

    def admits(self, key: str | None) -> bool:
        """Tell whether this is the cookie's value."""
        return key is not None and constant_time_compare(key, self._key)
