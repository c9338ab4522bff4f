"""Python values as plain JSON, by exact type, so that no object of the suspect ever reaches the judge.

JSON's own words stand for themselves; everything else is an object with the key ``$``. A subclass of a known type is
not that type: an always-equal ``str`` arrives as an `Opaque` record, which equals nothing but its like.
"""

import base64
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path, PurePosixPath
from typing import Any, Final, cast

MAX_DEPTH: Final = 40
MAX_DIGITS: Final = 4000
MAX_WORDS: Final = 2**15  # characters of an exception
SAFE_INTEGER: Final = 2**63

type Plain = bool | int | float | str | list[Plain] | dict[str, Plain] | None


class Unserializable(ValueError):  # noqa: N818  it says what the thing is
    """A text is no value of this language, or a value has no text in it."""


@dataclass(frozen=True, slots=True)
class Opaque:
    """An object that stays in the box: the name of its type, and what it calls itself."""

    type: str
    text: str


@dataclass(frozen=True, slots=True)
class Thrown:
    """An exception as data: class names from its own to ``BaseException``, its text, and the place it came from.

    A text that is longer than anyone can read is cut, and then it is not whole.
    """

    names: tuple[str, ...]
    text: str
    file: str | None = None
    line: int | None = None
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Array:
    """A numpy array as data; the judge does not need numpy to look at one."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes


def encode(value: object, depth: int = 0) -> Plain:
    """Turn a value into plain JSON.

    Raises:
        Unserializable: it is nested deeper than `MAX_DEPTH`, or contains itself.

    """
    if depth > MAX_DEPTH:
        raise Unserializable(f"nested deeper than {MAX_DEPTH}")
    speak = _ENCODERS.get(type(value))
    if speak is not None:
        return speak(value, depth + 1)
    if isinstance(value, BaseException):
        return _exception(value)
    if type(value).__module__ == "numpy" and type(value).__name__ == "ndarray":
        return _array(value)
    return _opaque(value)


def carried(value: object) -> Plain:
    """Turn an answer into plain JSON; one that is nested too deep, or contains itself, is an opaque record as a whole.

    It is no exception of the program's: the program has answered, and a caller in it would have read the answer.
    """
    try:
        return encode(value)
    except (Unserializable, RecursionError):
        return _opaque(value)


def opaque_in(plain: Plain) -> str:
    """Name the type of something in an answer that did not cross, however deep it lies; nothing if all of it did."""
    waiting = [plain]
    while waiting:
        match waiting.pop():
            case {"$": "opaque", "type": str() as kind}:
                return kind
            case {} as tagged:
                waiting += [each for each in tagged.values() if isinstance(each, (list, dict))]
            case list() as items:
                waiting += [each for each in items if isinstance(each, (list, dict))]
    return ""


def decode(plain: Plain, depth: int = 0) -> object:
    """Turn plain JSON back into a value made of exact built-in types and the records of this module.

    Raises:
        Unserializable: it was not written by `encode`, or is nested deeper than `MAX_DEPTH`.

    """
    if depth > MAX_DEPTH:
        raise Unserializable(f"nested deeper than {MAX_DEPTH}")
    if isinstance(plain, list):
        return [decode(item, depth + 1) for item in plain]
    if isinstance(plain, dict):
        return _tagged(plain, depth + 1)
    if isinstance(plain, str) and not _speakable(plain):
        raise Unserializable("a lone surrogate")
    if isinstance(plain, float) and not math.isfinite(plain):
        raise Unserializable("a number that is none")
    if type(plain) is int and abs(plain) >= SAFE_INTEGER:
        raise Unserializable("a huge number")
    return plain


def thrown(error: BaseException, inside: str) -> dict[str, Plain]:
    """Describe an exception, with the innermost line that lies in the folder ``inside``."""
    file, line = None, None
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(inside):
            file, line = name.removeprefix(inside), trace.tb_lineno
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and isinstance(error.filename, str) and error.filename.startswith(inside):
        file, line = error.filename.removeprefix(inside), error.lineno
    return _exception(error) | {"file": file, "line": line}


def _tagged(plain: dict[str, Plain], depth: int) -> object:
    tag = plain.get("$")
    build = _DECODERS.get(tag) if isinstance(tag, str) else None
    if build is None:
        raise Unserializable("an object without a known tag")
    try:
        return build(plain, depth)
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise Unserializable(f"a spoilt {tag}") from error


def _speakable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _opaque(value: object) -> Plain:
    kind = type(value)
    return {"$": "opaque", "type": f"{kind.__module__}.{kind.__qualname__}"[:200], "v": _own_words(value)}


def _own_words(value: object) -> str:
    try:
        words = repr(value)
    except Exception:  # noqa: BLE001  the object is the suspect's, so is its __repr__
        return "?"
    return str.__str__(words).encode(errors="replace").decode()[:1000]


def _exception(error: BaseException) -> dict[str, Plain]:
    names: list[Plain] = [kind.__qualname__[:200] for kind in type(error).__mro__ if kind is not object]
    try:
        text = str.__str__(str(error))
    except Exception:  # noqa: BLE001  the exception is the suspect's, so is its __str__
        text = "?"
    shown = text[:MAX_WORDS].encode(errors="replace").decode()
    return {"$": "exception", "names": names, "v": shown, "whole": len(text) <= MAX_WORDS}


def _array(value: Any) -> Plain:  # Any: numpy is not there at the judge's end
    shape: list[Plain] = [int(side) for side in value.shape]
    return {"$": "array", "dtype": str(value.dtype.str), "shape": shape, "v": _base64(value.tobytes())}


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _text(value: str) -> Plain:
    if _speakable(value):
        return value
    return {"$": "str", "v": _base64(value.encode("utf-16-le", "surrogatepass"))}


def _items(tag: str) -> Callable[[Any, int], Plain]:  # Any: the exact type was looked at by the caller
    return lambda value, depth: {"$": tag, "v": [encode(item, depth) for item in value]}


def _dict(value: Mapping[object, object], depth: int) -> Plain:
    return {"$": "dict", "v": [[encode(key, depth), encode(item, depth)] for key, item in value.items()]}


def _words(tag: str, speak: Callable[[Any], str]) -> Callable[[Any, int], Plain]:  # Any: as above
    return lambda value, _depth: {"$": tag, "v": speak(value)}


_ENCODERS: Final[Mapping[type, Callable[[Any, int], Plain]]] = {
    type(None): lambda _value, _depth: None,
    bool: lambda value, _depth: cast("bool", value),
    int: lambda value, _depth: value if abs(value) < SAFE_INTEGER else {"$": "int", "v": hex(value)},
    float: lambda value, _depth: value if math.isfinite(value) else {"$": "float", "v": str(value)},
    str: lambda value, _depth: _text(value),
    list: lambda value, depth: [encode(item, depth) for item in value],
    tuple: _items("tuple"),
    set: _items("set"),
    frozenset: _items("frozenset"),
    dict: _dict,
    bytes: _words("bytes", _base64),
    bytearray: _words("bytearray", _base64),
    complex: _words("complex", repr),
    Decimal: _words("decimal", str),
    Fraction: _words("fraction", str),
    datetime: _words("datetime", datetime.isoformat),
    date: _words("date", date.isoformat),
    time: _words("time", time.isoformat),
    timedelta: lambda value, _depth: {"$": "timedelta", "v": [value.days, value.seconds, value.microseconds]},
    PurePosixPath: _words("path", str),
    type(Path()): _words("path", str),
}


def _written(plain: dict[str, Plain], key: str = "v") -> str:
    value = plain[key]
    if not isinstance(value, str) or not _speakable(value):
        raise TypeError(key)
    return value


def _unbase64(plain: dict[str, Plain]) -> bytes:
    return base64.b64decode(_written(plain), validate=True)


def _list(plain: dict[str, Plain], depth: int, key: str = "v") -> list[object]:
    value = plain[key]
    if not isinstance(value, list):
        raise TypeError(key)
    return [decode(item, depth) for item in value]


def _pairs(plain: dict[str, Plain], depth: int) -> dict[object, object]:
    pairs = _list(plain, depth)
    if not all(isinstance(pair, list) and len(pair) == len(("key", "item")) for pair in pairs):
        raise TypeError("no pair")
    built = dict(cast("list[tuple[object, object]]", pairs))
    if len(built) != len(pairs):
        raise ValueError("a key appears twice")
    return built


def _digits(plain: dict[str, Plain]) -> str:
    digits = _written(plain)
    if len(digits) > MAX_DIGITS:
        raise ValueError("too long")
    return digits


def _fraction(plain: dict[str, Plain]) -> Fraction:
    above, _, below = _written(plain).partition("/")
    if len(above) + len(below) > MAX_DIGITS:
        raise ValueError("too long")
    return Fraction(int(above), int(below or "1"))


def _names(plain: dict[str, Plain]) -> tuple[str, ...]:
    names = _list(plain, 0, "names")
    if not names or not all(type(name) is str for name in names):
        raise TypeError("names")
    return tuple(cast("list[str]", names))


def _thrown(plain: dict[str, Plain]) -> Thrown:
    file, line = plain.get("file"), plain.get("line")
    if not isinstance(file, str) or not _speakable(file) or type(line) is not int:
        file, line = None, None
    return Thrown(_names(plain), _written(plain), file, line, plain.get("whole") is not False)


def _numbers(values: list[object]) -> tuple[int, ...]:
    if not all(type(value) is int for value in values):
        raise TypeError("no number")
    return tuple(cast("list[int]", values))


_DECODERS: Final[Mapping[str, Callable[[dict[str, Plain], int], object]]] = {
    "tuple": lambda plain, depth: tuple(_list(plain, depth)),
    "set": lambda plain, depth: set(_list(plain, depth)),
    "frozenset": lambda plain, depth: frozenset(_list(plain, depth)),
    "dict": _pairs,
    "bytes": lambda plain, _depth: _unbase64(plain),
    "bytearray": lambda plain, _depth: bytearray(_unbase64(plain)),
    "str": lambda plain, _depth: _unbase64(plain).decode("utf-16-le", "surrogatepass"),
    "int": lambda plain, _depth: int(_digits(plain), 16),
    "float": lambda plain, _depth: {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[_written(plain)],
    "complex": lambda plain, _depth: complex(_written(plain)),
    "decimal": lambda plain, _depth: Decimal(_digits(plain)),
    "fraction": lambda plain, _depth: _fraction(plain),
    "datetime": lambda plain, _depth: datetime.fromisoformat(_written(plain)),
    "date": lambda plain, _depth: date.fromisoformat(_written(plain)),
    "time": lambda plain, _depth: time.fromisoformat(_written(plain)),
    "timedelta": lambda plain, depth: timedelta(*_numbers(_list(plain, depth))),
    "path": lambda plain, _depth: PurePosixPath(_written(plain)),
    "exception": lambda plain, _depth: _thrown(plain),
    "opaque": lambda plain, _depth: Opaque(_written(plain, "type"), _written(plain)),
    "array": lambda plain, depth: Array(
        _written(plain, "dtype"), _numbers(_list(plain, depth, "shape")), _unbase64(plain)
    ),
}
