"""What the operator demands of people with a role: a second factor, and activity at least every so often."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from django.core.exceptions import ImproperlyConfigured

ROLES: Final = ("operator", "instructor", "author", "student")
"""As ``models.Role``, which the settings cannot import."""
USUAL_FACTOR: Final = frozenset({"operator", "instructor"})
USUAL_IDLE: Final[Mapping[str, int]] = MappingProxyType(
    {"operator": 60, "instructor": 240, "author": 720, "student": 720}
)
MOST_MINUTES: Final = 4 * 24 * 60
SHORTEST: Final = 5


def read_required(text: str | None, *, is_on_network: bool) -> frozenset[str]:
    """Return the roles that must have a second factor; if nothing is said, the usual ones on a network, else none.

    Raises:
        ImproperlyConfigured: A role is unknown. Nothing is guessed, since a mistake would demand nothing.

    """
    if text is None or not text.strip():
        return USUAL_FACTOR if is_on_network else frozenset()
    if text.strip() == "none":
        return frozenset()
    named = frozenset(word.strip() for word in text.split(",") if word.strip())
    if unknown := named - set(ROLES):
        raise ImproperlyConfigured(
            f"QUINTAIN_SECOND_FACTOR names roles of {', '.join(ROLES)}, or is none; not {min(unknown)}."
        )
    return named


def read_idle(text: str) -> Mapping[str, int]:
    """Return after how many minutes without activity sessions end, by role; 0 is never before their fixed end.

    Raises:
        ImproperlyConfigured: It cannot be read.

    """
    limits = dict(USUAL_IDLE)
    for word in text.replace(",", " ").split():
        role, _, number = word.partition("=")
        if role not in ROLES or not number.isascii() or not number.isdecimal() or len(number) > len(str(MOST_MINUTES)):
            raise _unfit()
        minutes = int(number)
        if minutes > MOST_MINUTES or 0 < minutes < SHORTEST:
            raise _unfit()
        limits[role] = minutes
    return MappingProxyType(limits)


def _unfit() -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"QUINTAIN_IDLE_MINUTES is such as student=720,operator=60: roles, and minutes from {SHORTEST} to "
        f"{MOST_MINUTES}, or 0 for no limit."
    )


def idle_limit(roles: frozenset[str], limits: Mapping[str, int]) -> timedelta | None:
    """Return after which time without activity a session ends of somebody with these roles: the shortest of them."""
    minutes = [limits[role] for role in roles or {"student"} if limits[role]]
    return timedelta(minutes=min(minutes)) if minutes else None
