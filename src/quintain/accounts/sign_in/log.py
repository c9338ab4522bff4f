"""Writes into the log who signed in and who was refused, and gives sessions of a classroom their ends."""

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from quintain.accounts.models import User
from quintain.accounts.sessions import activity
from quintain.accounts.sso.identities import PENDING

log = logging.getLogger(__name__)


def connect() -> None:
    """Listen to Django's signals, which allauth sends too."""
    user_logged_in.connect(_signed_in)
    user_logged_out.connect(_signed_out)
    user_login_failed.connect(_refused)


def _signed_in(*, request: HttpRequest, user: User, **_: Any) -> None:
    if settings.CLASSROOM:
        activity.begin(request.session, user)
        request.session.pop(PENDING, None)  # of somebody who has begun to sign in before at this browser
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
