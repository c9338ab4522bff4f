"""The device cookie: which people have signed in with a browser before, signed by this server.

Wrong passwords that other browsers try do not slow such a browser down, so that nobody can lock a person out
(OWASP: slow down online guessing attacks with device cookies). It proves nothing else, and lets nobody in.
"""

import secrets
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from quintain.accounts.models import User

SALT: Final = "quintain.accounts.limits.devices"
MOST_PEOPLE: Final = 6
"""How many people one browser is known for; computers of classrooms are shared."""
LIFE_SECONDS: Final = 60 * 60 * 24 * 365


def device_of(request: HttpRequest, person: User | None) -> str:
    """Return the name of the browser as one with which a person has signed in before; empty if it is none."""
    return _people(request).get(str(person.pk), "") if person else ""


def remember(request: HttpRequest, response: HttpResponse, person: User) -> None:
    """Have the browser known as one of this person's from now on."""
    people = _people(request)
    name = people.pop(str(person.pk), "") or secrets.token_urlsafe(16)
    kept = dict([*people.items(), (str(person.pk), name)][-MOST_PEOPLE:])
    response.set_cookie(
        cookie_name(),
        signing.dumps(kept, salt=SALT),
        max_age=LIFE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def cookie_name() -> str:
    """Name the cookie as the session's, with its port and its prefix."""
    return str(settings.SESSION_COOKIE_NAME).replace("session", "device")


def _people(request: HttpRequest) -> dict[str, str]:
    try:
        kept = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=LIFE_SECONDS)
    except signing.BadSignature:
        return {}
    return {str(person): str(name) for person, name in kept.items()}
