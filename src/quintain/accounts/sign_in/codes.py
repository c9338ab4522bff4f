"""One-time sign-in codes, kept as hashes in a file of the data folder. Knows no Django: the terminal makes them too."""

import fcntl
import hashlib
import hmac
import json
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CODE_BYTES: Final = 32
LIFE_SECONDS: Final = 600.0
MOST_LIVE: Final = 16


@dataclass(frozen=True, slots=True)
class _Kept:
    """The SHA-256 of a code, and the Unix time at which it expires."""

    digest: str
    until: float


class SignInCodes:
    """The codes that are still good. Safe for threads and processes, since the file is locked meanwhile."""

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        self._path = path
        self._now = now

    def issue(self) -> str:
        """Return a new code of 256 random bits, good once and for ten minutes; the oldest of too many gives way."""
        code = secrets.token_urlsafe(CODE_BYTES)
        with self._opened() as file:
            live = self._live(file)
            _write(file, [*live[1 - MOST_LIVE :], _Kept(_digest(code), self._now() + LIFE_SECONDS)])
        return code

    def redeem(self, code: str) -> bool:
        """Use a code up; false if it is unknown, used or expired. Every live code is compared, in constant time."""
        if not self._path.exists():
            return False
        digest = _digest(code)
        with self._opened() as file:
            live = self._live(file)
            others = [kept for kept in live if not hmac.compare_digest(kept.digest, digest)]
            if len(others) == len(live):
                return False
            _write(file, others)
        return True

    @contextmanager
    def _opened(self) -> Iterator[int]:
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield descriptor
        finally:
            os.close(descriptor)

    def _live(self, file: int) -> list[_Kept]:
        now = self._now()
        return [kept for kept in _read(file) if now < kept.until <= now + LIFE_SECONDS]


def _digest(code: str) -> str:
    """Hash a code. A fast hash is enough: 256 random bits cannot be guessed."""
    return hashlib.sha256(code.encode(errors="replace")).hexdigest()


def _read(file: int) -> list[_Kept]:
    """Read the file; what a killed process has left half written holds no code."""
    try:
        rows = json.loads(os.pread(file, os.fstat(file).st_size, 0))
        return [_Kept(str(row["digest"]), float(row["until"])) for row in rows]
    except (ValueError, TypeError, KeyError):
        return []


def _write(file: int, codes: list[_Kept]) -> None:
    text = json.dumps([{"digest": kept.digest, "until": kept.until} for kept in codes]).encode()
    os.ftruncate(file, 0)
    os.pwrite(file, text, 0)
