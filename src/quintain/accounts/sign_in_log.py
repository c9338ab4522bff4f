"""Writes into the log who signed in and who was refused, and gives sessions of a classroom a fixed end."""

import logging
import math
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from quintain.accounts.models import User

log = logging.getLogger(__name__)

UNTIL: Final = "accounts.until"

LIFE: Final = timedelta(days=4)
"""A course of three days and the evening before it. It begins with the sign-in, whatever is done meanwhile."""


def connect() -> None:
    """Listen to Django's signals, which allauth sends too."""
    user_logged_in.connect(_signed_in)
    user_logged_out.connect(_signed_out)
    user_login_failed.connect(_refused)


def is_over(request: HttpRequest) -> bool:
    """Tell whether a session of a classroom has come to its end.

    The end is a value of its own in the session, since the expiry of Django's sessions moves with each change, and
    allauth sets it again after a sign-in.
    """
    return settings.CLASSROOM and timezone.now().timestamp() >= float(request.session.get(UNTIL, math.inf))


def _signed_in(*, request: HttpRequest, user: User, **_: Any) -> None:
    if settings.CLASSROOM:
        request.session[UNTIL] = (timezone.now() + LIFE).timestamp()
    log.info("%s signed in from %s", user.pk, _address(request))


def _signed_out(*, request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        log.info("%s signed out from %s", user.pk, _address(request))


def _refused(*, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Name the person if there is one of that name; what is nobody's may be a password in the wrong field."""
    person = User.objects.filter(username=str(credentials.get("username", ""))[:150]).first()
    log.warning("refused to sign in %s from %s", person.pk if person else "nobody", _address(request))


def _address(request: HttpRequest | None) -> str:
    return str(request.META.get("REMOTE_ADDR", "")) if request else ""
