"""Ends sessions of a classroom that nobody uses. What somebody does moves the end on; what a page does alone does not.

An act is a form or a save, a page that is opened, or what is typed into a terminal. A page that asks by itself what is
new is none. The end is in the session's row, so that the watch in ``ending`` closes sockets at it as well.
"""

import math
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from quintain.accounts.models import User
from quintain.accounts.permissions import current_roles
from quintain.accounts.role_requirements import idle_limit
from quintain.accounts.sessions.store import UNTIL, SessionStore
from quintain.web.errors import wants_json

LIFE: Final = timedelta(days=4)
"""A course of three days and the evening before it. It begins with the sign-in, whatever is done meanwhile."""
MOVED: Final = timedelta(minutes=1)
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def begin(session: Any, person: User) -> None:
    """Give a session that has just begun its two ends: the fixed one, and the one without activity."""
    now = timezone.now()
    session[UNTIL] = (now + LIFE).timestamp()
    if isinstance(session, SessionStore):
        session.begin_until(_end(session, person, now))


def is_over(request: HttpRequest) -> bool:
    """Tell whether a session of a classroom has come to its fixed end.

    It is a value of its own in the session, so that a session is over also where its row says otherwise.
    """
    return settings.CLASSROOM and timezone.now().timestamp() >= float(request.session.get(UNTIL, math.inf))


def is_act(request: HttpRequest) -> bool:
    """Tell whether a request comes from what somebody does. Browsers say of each whether it opens a page."""
    if request.method not in SAFE:
        return True
    if "prefetch" in request.headers.get("sec-purpose", ""):
        return False
    mode = request.headers.get("sec-fetch-mode")
    return mode == "navigate" if mode else not wants_json(request)


def note_act(session: Any, person: User) -> None:
    """Move the end of a session on, at most once a minute."""
    if not settings.CLASSROOM or not isinstance(session, SessionStore) or session.get(UNTIL) is None:
        return
    end = _end(session, person, timezone.now())
    if session.kept_until is not None and abs(end - session.kept_until) >= MOVED:
        session.keep_until(end)


def seconds_left(session: Any) -> int | None:
    """Return in how many seconds a session of a classroom ends if nothing more is done; None for any other session."""
    if not settings.CLASSROOM or not isinstance(session, SessionStore) or session.get(UNTIL) is None:
        return None
    end = min(session.get_expiry_date(), datetime.fromtimestamp(float(session[UNTIL]), UTC))
    return max(0, int((end - timezone.now()).total_seconds()))


def can_be_kept(session: Any, person: User) -> bool:
    """Tell whether an act would move the end of a session of a classroom on: it does until the fixed end is near."""
    end = session.get_expiry_date()
    return bool(seconds_left(session) is not None and _end(session, person, timezone.now()) - end >= MOVED)


def _end(session: Any, person: User, now: datetime) -> datetime:
    fixed = datetime.fromtimestamp(float(session[UNTIL]), UTC)
    idle = idle_limit(frozenset(str(each.role) for each in current_roles(person)), settings.IDLE_MINUTES)
    return fixed if idle is None else min(fixed, now + idle)
