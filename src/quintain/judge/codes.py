"""One-time codes, as a person's phone would show them at any time that a lab likes."""

import base64
import hmac
import struct
from typing import Final

STEP_SECONDS: Final = 30
DIGITS: Final = 6


def totp(secret: str, seconds: float) -> str:
    """Give the code of RFC 6238 with its defaults: six digits, steps of 30 seconds, HMAC-SHA-1.

    Args:
        secret: base32, as authenticator apps take it; case does not matter.
        seconds: since 1970.

    """
    padded = secret.upper() + "=" * (-len(secret) % 8)
    counter = struct.pack(">Q", int(seconds) // STEP_SECONDS)
    digest = hmac.digest(base64.b32decode(padded), counter, "sha1")
    start = digest[-1] & 15
    (number,) = struct.unpack_from(">I", digest, start)
    return f"{(number & 0x7FFF_FFFF) % 10**DIGITS:0{DIGITS}}"
