"""Frames on the channel: four bytes of length, then JSON that is read without mercy."""

import json
import math
import struct
from typing import Final, NoReturn

from .values import MAX_DEPTH, Plain, Unserializable

HEADER: Final = struct.Struct(">I")
MAX_INTEGER_DIGITS: Final = 20
MAX_NESTING: Final = 4 * MAX_DEPTH


def pack(message: dict[str, Plain]) -> bytes:
    """Write one frame."""
    body = json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    return HEADER.pack(len(body)) + body


def parse(body: bytes) -> dict[str, Plain]:
    """Read the JSON of one frame.

    Raises:
        Unserializable: it is no object, no UTF-8, nested too deep, or holds a key twice, a NaN, an infinity, a number
            beyond 20 digits or a lone surrogate.

    """
    try:
        text = body.decode()
        message = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_number,
            parse_constant=_constant,
        )
    except (ValueError, RecursionError) as error:
        raise Unserializable("no frame of this language") from error
    if not isinstance(message, dict):
        raise Unserializable("a frame is an object")
    _measure(message)
    return message


def _object(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    built = dict(pairs)
    if len(built) != len(pairs):
        raise ValueError("a key stands twice")
    return built


def _integer(digits: str) -> int:
    if len(digits) > MAX_INTEGER_DIGITS:
        raise ValueError("a huge number")
    return int(digits)


def _number(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("a number that is none")
    return value


def _constant(word: str) -> NoReturn:
    raise ValueError(word)


def _measure(message: Plain) -> None:
    """Refuse deep nesting and lone surrogates, without recursion."""
    waiting: list[tuple[Plain, int]] = [(message, 0)]
    while waiting:
        item, depth = waiting.pop()
        if depth > MAX_NESTING:
            raise Unserializable("nested too deep")
        if isinstance(item, str):
            _spell(item)
        elif isinstance(item, list):
            waiting.extend((inner, depth + 1) for inner in item)
        elif isinstance(item, dict):
            for key, inner in item.items():
                _spell(key)
                waiting.append((inner, depth + 1))


def _spell(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Unserializable("a lone surrogate") from error
