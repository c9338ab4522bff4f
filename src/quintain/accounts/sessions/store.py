"""Sessions in the database, each with an end that only activity moves.

Django sets the end of a session again whenever something in it changes. Here the row keeps the end that it has, and
``keep_until`` moves it, by one statement that leaves the session's content alone: so two requests at once lose nothing.
"""

from datetime import datetime
from typing import Any, Final

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

UNTIL: Final = "accounts.until"
"""The fixed end of a session of a classroom. Sessions without it, as in solo mode, are as Django makes them."""


class SessionStore(DatabaseStore):
    """A session whose row keeps its end until ``keep_until`` moves it."""

    kept_until: datetime | None = None
    """The end in the row, of a session of somebody in a classroom."""

    def _get_session_from_db(self) -> Any:
        return self._noted(super()._get_session_from_db())  # type: ignore[misc]  # the stubs leave it out

    async def _aget_session_from_db(self) -> Any:
        return self._noted(await super()._aget_session_from_db())  # type: ignore[misc]  # as above

    def _noted(self, row: Any) -> Any:
        if row is not None:
            self.kept_until = row.expire_date
        return row

    def get_expiry_date(self, **facts: Any) -> datetime:
        """Return the end: the one in the row, if somebody of a classroom is signed in."""
        usual: datetime = super().get_expiry_date(**facts)
        if self.kept_until is None or self.get(UNTIL) is None or self.get(SESSION_KEY) is None:
            return usual
        return self.kept_until

    def begin_until(self, end: datetime) -> None:
        """Set the end of a session that has just begun, which is saved at the end of the request."""
        self.kept_until = end

    def keep_until(self, end: datetime) -> None:
        """Move the end in the row, unless the session has ended meanwhile."""
        rows = self.model.objects.filter(session_key=self.session_key, expire_date__gt=timezone.now())
        if rows.update(expire_date=end):
            self.kept_until = end
