"""Signs the one learner of solo mode in."""

import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest

from quintain.accounts.errors import CodeUnknown, TooManyWrongCodes
from quintain.accounts.locking import lock_name
from quintain.accounts.models import Membership, Role, User
from quintain.accounts.sign_in.codes import SignInCodes

MOST_WRONG: Final = 20
WRONG_SECONDS: Final = 60.0


class WrongCodes:
    """Counts the wrong codes of the last minute. Safe for threads."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._times: deque[float] = deque(maxlen=MOST_WRONG)

    def note(self) -> bool:
        """Note one more; true if that is too many."""
        now = self._now()
        with self._lock:
            is_many = len(self._times) == MOST_WRONG and now - self._times[0] < WRONG_SECONDS
            if not is_many:
                self._times.append(now)
        return is_many


WRONG_CODES: Final = WrongCodes()


def sign_in_by_code(request: HttpRequest, code: str) -> User:
    """Sign the local learner in, under a fresh session key, and use the code up.

    Raises:
        CodeUnknown: The code is wrong, used or expired.
        TooManyWrongCodes: So it is, and so were many before.

    """
    if not SignInCodes(settings.SIGN_IN_CODES).redeem(code):
        raise TooManyWrongCodes if WRONG_CODES.note() else CodeUnknown
    learner = local_learner()
    request.session.flush()  # a session that was there before gives nothing to this one
    login(request, learner, backend="quintain.accounts.backends.PersonBackend")
    return learner


def local_learner() -> User:
    """Return the one person of solo mode, made on first use: a student of no class, who in preview is an author too."""
    with transaction.atomic():
        lock_name("local learner")
        alone = Membership.objects.filter(in_class=None, role=Role.STUDENT).select_related("person").first()
        person = alone.person if alone else User.objects.create_user(f"solo-{secrets.token_hex(4)}", "Learner")
        for role in (Role.STUDENT, Role.AUTHOR) if settings.PREVIEW else (Role.STUDENT,):
            Membership.objects.get_or_create(person=person, in_class=None, role=role)
    return person
