"""What ties an answer of a platform to the browser in which it was asked for (``state``, RFC 6749, 10.12).

A platform answers by a form of its own, with which a browser sends no ``Lax`` cookie. So ``state`` is signed and holds
the nonce and the digest of a cookie. The form is answered by a redirect to an address that the browser opens with the
cookie, and there it must be the one. Nothing is stored before a message is proven: a thousand launches that are begun
fill no table.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from quintain.lti.errors import LaunchRefused

SECONDS: Final = 600
"""So long may somebody need to sign in at the platform."""
SALT: Final = "quintain.lti.state"
MOST_LETTERS: Final = 1000
PLACES: Final = 8
"""Cookies for launches that one browser begins at once; more replace each other."""


@dataclass(frozen=True, slots=True)
class Started:
    """A launch that a browser has begun. ``cookie`` is in the browser alone, its digest in ``state``."""

    platform: UUID
    nonce: str = field(repr=False)
    browser: str
    """The SHA-256 of the cookie, in hexadecimal."""
    frame: str = ""
    """That of the ticket of a frame of the platform from which the window was opened; empty without one."""


def start(platform: UUID, frame: str = "") -> tuple[Started, str]:
    """Return a launch that begins now, and the cookie for its browser."""
    cookie = secrets.token_urlsafe(32)
    return Started(platform, secrets.token_urlsafe(24), digest(cookie), frame), cookie


def write(started: Started) -> str:
    """Return a launch as a ``state``."""
    return signing.dumps(
        {"p": started.platform.hex, "n": started.nonce, "b": started.browser, "f": started.frame}, salt=SALT
    )


def read(state: str) -> Started:
    """Return the launch that a ``state`` is of.

    Raises:
        LaunchRefused: It is none of ours, or too old.

    """
    if not state:
        raise LaunchRefused("no state")
    if len(state) > MOST_LETTERS:
        raise LaunchRefused("unknown state")
    try:
        facts = signing.loads(state, salt=SALT, max_age=SECONDS)
    except signing.SignatureExpired:
        raise LaunchRefused("begun too long ago") from None
    except signing.BadSignature:
        raise LaunchRefused("unknown state") from None
    return Started(UUID(hex=facts["p"]), facts["n"], facts["b"], facts["f"])


def set_cookie(answer: HttpResponse, started: Started, cookie: str) -> None:
    """Give the browser what it shows when it comes back."""
    answer.set_cookie(
        cookie_name(started.browser),
        cookie,
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def is_of_browser(request: HttpRequest, browser: str) -> bool:
    """Tell whether a request comes from the browser whose digest this is."""
    shown = request.COOKIES.get(cookie_name(browser), "")
    return bool(shown) and hmac.compare_digest(digest(shown), browser)


def cookie_name(browser: str) -> str:
    """Return the name of the cookie of a launch."""
    return f"{settings.COOKIE_PREFIX}quintain-lti{settings.COOKIE_PORT}-{int(browser[:2], 16) % PLACES}"


def digest(text: str) -> str:
    """Return what is kept in the place of a secret."""
    return hashlib.sha256(text.encode()).hexdigest()
