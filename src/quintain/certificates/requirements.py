"""What earns a certificate, as an operator writes it in the environment."""

import re
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ImproperlyConfigured

MOST_LABS: Final = 1000
_FORM: Final = re.compile(r"labs=(?P<labs>core|[1-9][0-9]{0,3})(?:,exit=(?P<exit>[0-9]{1,3}))?")


@dataclass(frozen=True, slots=True)
class Requirement:
    """How many labs must be proven, None for all core labs, and how many answers of the exit test right, in percent.

    With ``exit_percent`` 0, the exit test is not asked for.
    """

    labs: int | None
    exit_percent: int = 0


def read_requirement(text: str) -> Requirement | None:
    """Return what earns a certificate on this server; None, which is no certificates, if nothing is said.

    Args:
        text: ``labs=core``, ``labs=40`` or ``labs=core,exit=70``, the latter in percent.

    Raises:
        ImproperlyConfigured: It cannot be read.

    """
    if not text.strip():
        return None
    found = _FORM.fullmatch(text.replace(" ", ""))
    if found is None or int(found["exit"] or 0) > 100 or (found["labs"] != "core" and int(found["labs"]) > MOST_LABS):  # noqa: PLR2004  percent
        raise ImproperlyConfigured(
            "QUINTAIN_CERTIFICATE says what earns a certificate, such as labs=core or labs=40,exit=70."
        )
    return Requirement(None if found["labs"] == "core" else int(found["labs"]), int(found["exit"] or 0))
