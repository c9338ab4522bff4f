"""Seals what rests in a database that processes share and is not to be read there: in copies of it, say, or its log."""

import base64
import hmac
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

LARGEST_BYTES: Final = 64 * 1024


class Unsealable(Exception):  # noqa: N818  what was found, not a mistake of the program
    """It was sealed with another key, is too old, or damaged."""


def seal(text: str, purpose: str) -> str:
    """Return a text that only processes with this classroom's secret key can read (Fernet, AES-128 and HMAC).

    Args:
        text: at most 64 KiB.
        purpose: what it is; a text that was sealed for another purpose is not taken for one of this.

    """
    return _sealer(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str, longest_seconds: int | None = None) -> str:
    """Return the text.

    Args:
        sealed: what `seal` has returned.
        purpose: what it was sealed for.
        longest_seconds: how old it may be; without it, any age.

    Raises:
        Unsealable: It is none, or too old.

    """
    if len(sealed) > LARGEST_BYTES * 2:
        raise Unsealable
    try:
        return _sealer(purpose).decrypt(sealed.encode(), longest_seconds).decode()
    except (InvalidToken, UnicodeError):
        raise Unsealable from None


def _sealer(purpose: str) -> Fernet:
    key = hmac.digest(settings.SECRET_KEY.encode(), f"quintain.web.sealing {purpose}".encode(), "sha256")
    return Fernet(base64.urlsafe_b64encode(key))
