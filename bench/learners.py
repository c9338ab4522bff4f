"""Makes people who have signed in, in the database that the settings name. Needs Django to be set up."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from quintain.accounts.models import Membership, Role, User

BACKEND = "django.contrib.auth.backends.ModelBackend"


def make_sessions(count: int) -> dict[str, object]:
    """Return the names of the cookies, and the session of each new person."""
    return {
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "sessions": [_session(number) for number in range(count)],
    }


def _session(number: int) -> str:
    person = User.objects.create_user(f"learner-{number}", f"Learner {number}")
    Membership.objects.create(person=person, role=Role.STUDENT)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)
