"""Passwords and passcodes: how what was typed is read, which ones are refused, and how many are hashed at once.

After NIST SP 800-63B-4: at least 15 characters, all of Unicode, no rules of composition, and a list of those that are
guessed first. The lists come with Django and zxcvbn, so that nothing is asked over the network.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext

from quintain.accounts.errors import TooBusy

LEAST: Final = 15
MOST: Final = 128
LEAST_GUESSES: Final = 10.0
"""As a power of ten. Guessing is slowed, see ``limits.throttle``; this many need more than a lifetime."""
MOST_ESTIMATED: Final = 64
"""How many characters are looked at: the estimate takes longer with the square of the length."""
OF_THIS_PLACE: Final = ("quintain", "classroom", "student", "instructor", "python", "security", "passcode")
AT_ONCE: Final = 2
WAIT_SECONDS: Final = 10.0
HASHING_PATHS: Final = ("/sign-in/", "/join/", "/invitation/", "/account/")
"""Where forms with a password are sent; the server has threads of their own for them."""
PASSCODE: Final = re.compile(r"\s*([a-z0-9]{4})[\s-]*([a-z0-9]{4})[\s-]*([a-z0-9]{4})\s*", re.IGNORECASE | re.ASCII)

_hashing = threading.BoundedSemaphore(AT_ONCE)


def read_password(typed: str) -> str:
    """Return what is hashed for what was typed.

    A passcode is good in any case, with hyphens, spaces or neither, since people copy it by hand. Everything else is
    taken as it is, in the form NFKC, since keyboards write the same letter in several ways.
    """
    whole = unicodedata.normalize("NFKC", typed)
    if len(whole) < 2 * LEAST and (parts := PASSCODE.fullmatch(whole)):
        return "-".join(parts.groups()).lower()
    return whole


class LengthValidator:
    """Refuses a password of fewer than 15 or more than 128 characters."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002  Django's signature
        """Check one; a password that would be read as a passcode is too short as well.

        Raises:
            ValidationError: It is too short or too long.

        """
        length = len(read_password(password))
        if length < LEAST:
            raise ValidationError(
                ngettext(
                    "This password is too short: it has %(length)s character, and must have at least %(least)s.",
                    "This password is too short: it has %(length)s characters, and must have at least %(least)s.",
                    length,
                )
                % {"length": length, "least": LEAST},
                code="password_too_short",
            )
        if length > MOST:
            raise ValidationError(
                gettext("This password is too long: it may have at most %(most)s characters.") % {"most": MOST},
                code="password_too_long",
            )

    def get_help_text(self) -> str:
        """Say beforehand what is refused."""
        return gettext("At least %(least)s characters. A sentence of several words is easy to remember.") % {
            "least": LEAST
        }


class GuessedFirstValidator:
    """Refuses a password that programs for guessing try first.

    A list of whole passwords is not enough where 15 characters are asked for, since few of the known ones are as long:
    people double them or add a year. So zxcvbn estimates how many guesses it takes, from lists of leaked passwords,
    words and names, keyboard runs, repetitions and dates, and from the person's own names.
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Check one.

        Raises:
            ValidationError: It is guessed too soon.

        """
        from zxcvbn import zxcvbn  # noqa: PLC0415  its lists take long to load, and one learner has no password

        names = [getattr(user, "username", ""), getattr(user, "display_name", "")]
        own = [part for name in names for part in (name, *re.split(r"[\W_]+", name)) if len(part) > 2]  # noqa: PLR2004  a word
        estimate = zxcvbn(read_password(password)[:MOST_ESTIMATED], [*OF_THIS_PLACE, *own])
        if estimate["guesses_log10"] < LEAST_GUESSES:
            raise ValidationError(
                gettext(
                    "This password is guessed soon: it is made of known passwords, names, repetitions or runs of keys. "
                    "Use several words that do not belong together."
                ),
                code="password_guessed_first",
            )

    def get_help_text(self) -> str:
        """Say beforehand what is refused."""
        return gettext("No known password, no repetition, and not your name.")


class BoundedArgon2(Argon2PasswordHasher):
    """Argon2id with the parameters that OWASP recommends, computed at most twice at once in this process.

    Everything that hashes comes by here, so that neither memory nor processors can be used up by signing in.
    """

    algorithm = "argon2"
    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Hash a password."""
        with _turn():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Compare a password with a hash."""
        with _turn():
            return super().verify(password, encoded)


@contextmanager
def _turn() -> Iterator[None]:
    if not _hashing.acquire(timeout=WAIT_SECONDS):
        raise TooBusy
    try:
        yield
    finally:
        _hashing.release()
