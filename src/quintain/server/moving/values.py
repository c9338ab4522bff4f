"""Values as both databases take them: what is read from either becomes the same Python value, or does not fit.

Text is ``str``, JSON is its text with sorted keys, a UUID is 32 hexadecimal digits, a moment is
``2026-12-02 09:52:10.000123`` in UTC, an address is as ``ipaddress`` writes it.
"""

import ipaddress
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import partial
from typing import Any, Final
from uuid import UUID

type Value = bool | int | float | str | bytes | None
type Row = tuple[Value, ...]
type Convert = Callable[[Any], Value]

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_HEX: Final = re.compile("[0-9a-f]{32}")
_ESCAPED_NUL: Final = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


class Misfit(Exception):  # noqa: N818  a fact about a value
    """Why a value cannot be moved, as the end of a sentence about it."""


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    FLOAT = "float"
    UUID = "uuid"
    MOMENT = "moment"
    DAY = "day"
    JSON = "json"
    BYTES = "bytes"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``most`` is the greatest number of characters; ``low`` and ``high`` limit integers."""

    name: str
    kind: Kind
    is_nullable: bool = False
    most: int | None = None
    low: int = 0
    high: int = 0


def converter(column: Column, *, replaces_nul: bool = False) -> Convert:
    """Return what makes a value of a column that was read from either database canonical.

    It raises `Misfit`. With ``replaces_nul``, a NUL character becomes U+FFFD.
    """
    convert = _CONVERTERS[column.kind]
    match column.kind:
        case Kind.TEXT:
            convert = partial(_text, column.most, replaces_nul)
        case Kind.JSON:
            convert = partial(_json, replaces_nul)
        case Kind.INTEGER:
            convert = partial(_integer, column.low, column.high)
        case _:
            pass
    return partial(_or_null, convert, column.is_nullable)


def digestible(row: Row) -> bytes:
    """Return a row as bytes that are the same wherever it was read."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=bytes.hex).encode() + b"\n"


def size_of(row: Row) -> int:
    """Return about how many bytes a row takes."""
    return 16 * len(row) + sum(len(value) for value in row if isinstance(value, str | bytes))


def _or_null(convert: Convert, is_nullable: bool, value: Any) -> Value:
    if value is not None:
        return convert(value)
    if not is_nullable:
        raise Misfit("is NULL")
    return None


def _text(most: int | None, replaces_nul: bool, value: object) -> str:
    if not isinstance(value, str):
        raise Misfit("is no text")
    if not value.isascii() and _SURROGATE.search(value):
        raise Misfit("is not UTF-8")
    if "\0" in value:
        if not replaces_nul:
            raise Misfit("holds a NUL character")
        value = value.replace("\0", REPLACEMENT)
    if most is not None and len(value) > most:
        raise Misfit(f"is longer than {most} characters")
    return value


def _json(replaces_nul: bool, value: object) -> str:
    if not isinstance(value, JsonText):
        raise Misfit("is no JSON")
    try:
        # Numbers as PostgreSQL keeps them: 1e2 and 100.0 are 100.
        found = json.loads(value.text, parse_float=_number, parse_constant=_constant)
        text = _dump(found)
        if _ESCAPED_NUL.search(text):
            if not replaces_nul:
                raise Misfit("holds a NUL character")
            text = _dump(_without_nul(found))
    except RecursionError:
        raise Misfit("nests too deep") from None
    except ValueError:
        raise Misfit("is no JSON") from None
    if not text.isascii() and _SURROGATE.search(text):
        raise Misfit("holds half a character")
    return text


@dataclass(frozen=True, slots=True)
class JsonText:
    """JSON as text, to tell its null from a NULL of SQL."""

    text: str


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _without_nul(value: Any) -> Any:
    match value:
        case str():
            return value.replace("\0", REPLACEMENT)
        case dict():
            return {_without_nul(name): _without_nul(each) for name, each in value.items()}
        case list():
            return [_without_nul(each) for each in value]
        case _:
            return value


def _number(text: str) -> float | int:
    number = float(text)
    if number in {float("inf"), float("-inf")}:
        raise Misfit("holds a number that is too large")
    return int(number) if number.is_integer() else number


def _constant(name: str) -> None:
    raise Misfit(f"holds {name}, which is no JSON")


def _integer(low: int, high: int, value: Any) -> int:
    if type(value) is not int:
        raise Misfit("is no integer")
    if not low <= value <= high:
        raise Misfit(f"is not between {low} and {high}")
    return value


def _boolean(value: Any) -> bool:
    if type(value) is bool or (type(value) is int and value in {0, 1}):
        return bool(value)
    raise Misfit("is neither true nor false")


def _float(value: Any) -> float:
    if type(value) not in {float, int}:
        raise Misfit("is no number")
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124  a NaN
        raise Misfit("is no finite number")
    return float(value)


def _uuid(value: Any) -> str:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, str) and _HEX.fullmatch(value):
        return value
    raise Misfit("is no UUID")


def _moment(value: Any) -> str:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        if not isinstance(moment, datetime):
            raise Misfit("is no time")
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise Misfit("is no time") from None
    return moment.isoformat(" ", "microseconds")


def _day(value: Any) -> str:
    try:
        return (date.fromisoformat(value) if isinstance(value, str) else value).isoformat()[:10]
    except (ValueError, AttributeError):
        raise Misfit("is no day") from None


def _bytes(value: Any) -> bytes:
    if not isinstance(value, bytes | memoryview):
        raise Misfit("is no sequence of bytes")
    return bytes(value)


def _address(value: Any) -> str:
    try:
        return str(ipaddress.ip_address(str(value)))
    except ValueError:
        raise Misfit("is no IP address") from None


_CONVERTERS: Final[dict[Kind, Convert]] = {
    Kind.TEXT: partial(_text, None, False),
    Kind.INTEGER: partial(_integer, -(2**63), 2**63 - 1),
    Kind.BOOLEAN: _boolean,
    Kind.FLOAT: _float,
    Kind.UUID: _uuid,
    Kind.MOMENT: _moment,
    Kind.DAY: _day,
    Kind.JSON: partial(_json, False),
    Kind.BYTES: _bytes,
    Kind.ADDRESS: _address,
}
