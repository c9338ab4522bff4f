"""Fields of models that databases do not agree on."""

import re
from collections.abc import Sequence
from typing import Any, Final

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

MARK: Final = "\ufdd0"  # a code point that Unicode promises never to give to a character
_UNFIT: Final = re.compile(f"[\x00\ud800-\udfff{MARK}]")
_MARKED: Final = re.compile(f"{MARK}([0-9a-f]{{4}})")


class ExactJSONField(models.JSONField):
    """JSON that comes back as it was, also with NUL characters and lone surrogates, which PostgreSQL refuses.

    Evidence of the judge is full of them: what an attack sent, and what a program made of it. They are stored as a mark
    and four digits. Values without them are stored as they are.
    """

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Be a JSONField to migrations: the columns are the same."""
        name, _, arguments, named = super().deconstruct()
        return name, "django.db.models.JSONField", arguments, named

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        """Return what the database stores: the value with what it refuses as marks."""
        return super().get_db_prep_value(_changed(value, _UNFIT, _mark), connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        """Return the value as it was before it was stored."""
        return _changed(super().from_db_value(value, expression, connection), _MARKED, _unmark)


def _mark(match: re.Match[str]) -> str:
    return f"{MARK}{ord(match[0]):04x}"


def _unmark(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))


def _changed(value: Any, pattern: re.Pattern[str], change: Any) -> Any:
    """Return JSON with all its strings changed, the same object where there is nothing to change."""
    match value:
        case str():
            return pattern.sub(change, value)
        case dict():
            return {_changed(key, pattern, change): _changed(each, pattern, change) for key, each in value.items()}
        case list() | tuple():
            return [_changed(each, pattern, change) for each in value]
        case _:
            return value
