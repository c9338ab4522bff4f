"""Which channel layer the server uses: in memory, or a Valkey (or Redis) that its processes share."""

import re
from importlib.util import find_spec
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

NAME: Final = "QUINTAIN_VALKEY_URL"
SCHEMES: Final = ("redis://", "rediss://", "unix://")
NUMBER: Final = re.compile(r"(/\d*)?")
"""Of a database, which makes no difference to messages."""
EXAMPLE: Final = "such as redis://:password@valkey.example.org:6379"


def layer_settings(address: str, key: str, *, is_grown: bool) -> dict[str, Any]:
    """Return Django's settings for the channel layer.

    Args:
        address: ``redis://``, ``rediss://`` for TLS, or ``unix:///path``; empty for a layer in memory.
        key: what all processes of this classroom share, and nobody else has.
        is_grown: whether processes share a database and a key.

    Raises:
        ImproperlyConfigured: The address cannot be read, there is no shared database, or the package is missing. No
            message repeats the address, which may hold a password.

    """
    if not address:
        # A verdict sends about a hundred messages; a browser that is slow to take them must still get the last.
        return {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 1000}}
    if not address.startswith(SCHEMES):
        raise ImproperlyConfigured(f"{NAME} begins with redis://, rediss:// or unix://, {EXAMPLE}.")
    if not is_grown:
        raise ImproperlyConfigured(
            f"{NAME} is for processes that share a PostgreSQL and a key: set QUINTAIN_DATABASE_URL and "
            f"QUINTAIN_SECRET_KEY_FILE, or leave {NAME} out."
        )
    if find_spec("channels_redis") is None:
        raise ImproperlyConfigured(f"{NAME} has live messages cross processes: install quintain[grown].")
    _check(address)
    return {"BACKEND": "quintain.web.shared_layer.SharedLayer", "CONFIG": {"address": address, "key": key}}


def _check(address: str) -> None:
    """Refuse what the client would refuse later, at the first message."""
    from redis.asyncio import ConnectionPool  # noqa: PLC0415  an extra, which most servers do without

    try:
        parts = urlsplit(address)
        is_whole = bool(parts.path if parts.scheme == "unix" else parts.hostname and NUMBER.fullmatch(parts.path))
        made = ConnectionPool.from_url(address).make_connection()  # type: ignore[no-untyped-call]  # redis gives it no type
    except Exception:  # noqa: BLE001  options that there are not, and ports, paths and numbers that are none
        made, is_whole = None, False
    if made is None or not is_whole:
        raise ImproperlyConfigured(f"{NAME} cannot be read as an address of Valkey, {EXAMPLE}.") from None
