"""Secrets of endpoints, and signatures by them (Standard Webhooks 1.0.0, HMAC-SHA256)."""

import base64
import hmac
import secrets
from collections.abc import Sequence
from typing import Final
from uuid import UUID

PREFIX: Final = "whsec_"
SECRET_BYTES: Final = 32


def make_secret() -> str:
    """Return a new secret of 256 bits, as receivers are shown it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def message_id(event: UUID) -> str:
    """Return the id of an event as receivers know it; it has no full stop, which the signed content is divided by."""
    return f"msg_{event.hex}"


def headers_of(event: UUID, body: bytes, *, at: int, by: Sequence[str]) -> dict[str, str]:
    """Return the headers that go with a body.

    Args:
        event: which event it is.
        body: what is sent.
        at: when this try is made, in seconds since 1970.
        by: the secrets that sign, the newest first.

    """
    identifier = message_id(event)
    content = b".".join((identifier.encode(), str(at).encode(), body))
    return {
        "webhook-id": identifier,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(_sign(each, content) for each in by),
    }


def _sign(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return f"v1,{base64.b64encode(hmac.digest(key, content, 'sha256')).decode()}"
