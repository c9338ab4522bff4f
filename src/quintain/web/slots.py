"""Slots of a page that a higher room fills: the page's own room names the slot, and knows nothing of that room."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

type Fill[Key: Hashable] = Callable[[HttpRequest, Sequence[Key]], Mapping[Key, SafeString]]

_fills: dict[str, Fill[Any]] = {}  # Any: each slot has keys of its own kind


def register[Key: Hashable](slot: str, fill: Fill[Key]) -> None:
    """Let ``fill`` draw what belongs into ``slot``; it gets all keys that a page has there at once."""
    _fills[slot] = fill


def filled[Key: Hashable](slot: str, request: HttpRequest, keys: Sequence[Key]) -> Mapping[Key, SafeString]:
    """Return what belongs into ``slot`` by its key; a key that the room does not know is missing."""
    return _fills[slot](request, keys) if keys else {}
