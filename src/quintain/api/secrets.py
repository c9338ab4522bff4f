"""The secret of a token: how it is made, and what is kept of it."""

import re
import secrets
from hashlib import sha256
from typing import Final

PREFIX: Final = "quintain_"
"""By it, programs that look for secrets in repositories know one."""
SECRET: Final = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")


def make_secret() -> str:
    """Return a new secret: 256 bits in base64 (RFC 4648, section 5) after the prefix."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """Return what the database keeps: 64 hexadecimal digits. A secret of 256 bits needs no slow hash."""
    return sha256(secret.encode(errors="replace")).hexdigest()
