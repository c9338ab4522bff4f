"""The address of the PostgreSQL that a command moves rows from or into."""

import os
from pathlib import Path

from quintain.server.starting import StartRefused


def database_address() -> str:
    """Return the address of the PostgreSQL.

    Raises:
        StartRefused: None is named.

    """
    if address := os.environ.get("QUINTAIN_DATABASE_URL", ""):
        return address
    raise StartRefused("No PostgreSQL is named.", "Put its address into QUINTAIN_DATABASE_URL, as for quintain serve.")


def check_address(address: str) -> None:
    """Refuse an address that cannot be read.

    Raises:
        StartRefused: It is one, or there is no driver.

    """
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415  loads Django

    from quintain.server.databases import database_settings  # noqa: PLC0415  as above

    try:
        database_settings(address, Path())
    except ImproperlyConfigured as error:
        raise StartRefused(str(error), "See docs/reference/environment.md.") from None
