"""The names of cells, as the operator gives them and cookies hold them."""

import re
from typing import Final

from django.core.exceptions import ImproperlyConfigured

NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


def read_name(text: str) -> str:
    """Return the name of this process among those that share a database; empty if it is given none.

    Raises:
        ImproperlyConfigured: It is no name that a cookie and a proxy can hold.

    """
    name = text.strip()
    if name and not NAME.fullmatch(name):
        raise ImproperlyConfigured(
            "QUINTAIN_CELL is a name such as web-1: at most 32 lower-case letters, digits and hyphens, no hyphen first."
        )
    return name
