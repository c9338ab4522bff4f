"""The secret key that several processes share, as the operator gives it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from django.core.exceptions import ImproperlyConfigured

KEY: Final = "QUINTAIN_SECRET_KEY"
KEY_FILE: Final = "QUINTAIN_SECRET_KEY_FILE"
FEWEST_LETTERS: Final = 32
MOST_BYTES: Final = 4096
READABLE_BY_OTHERS: Final = 0o007


def read_secret_key(environment: Mapping[str, str]) -> str:
    """Return the key that the environment names; nothing if it names none, and the data folder's is used.

    Raises:
        ImproperlyConfigured: The file cannot be read, or by others as well, or the key is short. No message repeats it.

    """
    file, key = environment.get(KEY_FILE, "").strip(), environment.get(KEY, "").strip()
    if not file and not key:
        return ""
    if file:
        key = _read(Path(file))
    if len(key) < FEWEST_LETTERS:
        name = KEY_FILE if file else KEY
        remedy = "Make some with: openssl rand -base64 48"
        raise ImproperlyConfigured(f"{name} holds at least {FEWEST_LETTERS} letters. {remedy}")
    return key


def _read(path: Path) -> str:
    try:
        if path.stat().st_mode & READABLE_BY_OTHERS:
            raise ImproperlyConfigured(f"Others can read {path}. Take that right away: chmod o= {path}")
        with path.open("rb") as opened:
            return opened.read(MOST_BYTES).decode().strip()
    except (OSError, UnicodeDecodeError):
        raise ImproperlyConfigured(f"{KEY_FILE} cannot be read: {path}") from None
