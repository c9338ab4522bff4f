"""Builds the frozen dataclasses of a pack from parsed TOML, and notes everything that does not fit.

A value that does not fit is replaced by an empty one of its type, so that the checks that follow can still find what
else is wrong; ``ProblemCollector`` keeps them from repeating what is known about the same key.
"""

import dataclasses
import re
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, Any, Union, cast, get_args, get_origin
from uuid import UUID

from quintain.packs.constraints import Mark, OrShort, Pattern, Range
from quintain.packs.lines import Keys
from quintain.packs.problems import ProblemCollector

type Table = Mapping[str, object]

NAMES: Mapping[type, str] = {
    str: "text in quotes",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    date: "a date such as 2019-07-02, without quotes",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Key:
    """A key that an author may write, and what is expected of its value."""

    name: str
    attribute: str
    hint: Any  # a type or a typing construct: no common type exists
    required: bool


_keys: dict[type, tuple[Key, ...]] = {}  # functools.cache would ask mypy whether a class can be hashed


def keys_of(cls: type) -> tuple[Key, ...]:
    """List the keys of a sheet's class in the order of its fields; ``break_`` is written ``break``."""
    if cls not in _keys:
        _keys[cls] = _read_keys(cls)
    return _keys[cls]


def _read_keys(cls: type) -> tuple[Key, ...]:
    hints = typing.get_type_hints(cls, include_extras=True)
    return tuple(
        Key(
            name=field.name.rstrip("_"),
            attribute=field.name,
            hint=hints[field.name],
            required=field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING,
        )
        for field in dataclasses.fields(cls)
        if Mark.UNWRITTEN not in marks_of(hints[field.name])[1]
    )


def marks_of(hint: Any) -> tuple[Any, tuple[object, ...]]:  # hints are types or typing constructs
    """Split a hint into the bare type and its marks; optional types lose their ``None``."""
    if isinstance(hint, typing.TypeAliasType):
        return marks_of(hint.__value__)
    if get_origin(hint) in {types.UnionType, Union}:
        (only,) = (argument for argument in get_args(hint) if argument is not types.NoneType)
        return marks_of(only)
    if get_origin(hint) is Annotated:
        bare, *marks = get_args(hint)
        inner, more = marks_of(bare)
        return inner, (*more, *marks)
    return hint, ()


def build[T](cls: type[T], table: Table, collector: ProblemCollector, at: Keys = ()) -> T:
    """Build ``cls`` from a TOML table; what does not fit goes to ``collector``, under the key path ``at``."""
    keys = keys_of(cls)
    _note_unknown(table, keys, collector, at)
    values: dict[str, object] = {}
    for key in keys:
        if key.name in table:
            values[key.attribute] = _value(key.hint, table[key.name], collector, (*at, key.name), required=key.required)
        elif key.required:
            collector.add("E006", f"The key {_shown((*at, key.name))} is missing.", at=(*at, key.name))
            values[key.attribute] = _empty(key.hint)
    return cls(**values)


def suggestion(word: str, words: typing.Iterable[str]) -> str:
    """Return `` Did you mean "…"?`` for the nearest known word, or nothing."""
    near = get_close_matches(word, list(words), n=1, cutoff=0.6)
    return f' Did you mean "{near[0]}"?' if near else ""


def _note_unknown(table: Table, keys: tuple[Key, ...], collector: ProblemCollector, at: Keys) -> None:
    names = [key.name for key in keys]
    for name in table:
        if name not in names:
            hint = suggestion(name, [other for other in names if other not in table] or names)
            collector.add("E007", f"The key {_shown((*at, name))} is unknown.{hint}", at=(*at, name))


def _value(hint: Any, value: object, collector: ProblemCollector, at: Keys, *, required: bool = True) -> object:
    bare, marks = marks_of(hint)
    origin = get_origin(bare)
    value = _spelled_out(marks, value)
    if origin is tuple:
        return _list(get_args(bare)[0], value, collector, at, required=required)
    if origin is Mapping:
        return _mapping(get_args(bare), value, collector, at)
    if dataclasses.is_dataclass(bare):
        if not isinstance(value, dict):
            return _wrong_type(dict, value, cast("type", bare), collector, at)
        return build(cast("type", bare), value, collector, at)
    if bare is date:
        return _date(marks, value, collector, at)
    return _scalar(bare, marks, value, collector, at, required=required)


def _spelled_out(marks: tuple[object, ...], value: object) -> object:
    """Write a short form out."""
    for mark in marks:
        match mark:
            case Mark.OR_ALONE if isinstance(value, str):
                return [value]
            case OrShort(key) if not isinstance(value, (dict, list)):
                return {key: value}
            case _:
                pass
    return value


def _scalar(
    bare: type, marks: tuple[object, ...], value: object, collector: ProblemCollector, at: Keys, *, required: bool
) -> object:
    written = str if issubclass(bare, (StrEnum, UUID)) else bare
    if bare is float and type(value) is int:
        value = float(value)
    if type(value) is not written:
        return _wrong_type(written, value, bare, collector, at)
    if isinstance(value, str) and "\0" in value:
        collector.add("E009", f"{_shown(at)} holds a NUL character.", at=at)
        return _empty(bare)
    if issubclass(bare, StrEnum):
        return _member(bare, str(value), collector, at)
    if bare is UUID:
        return _uuid(str(value), collector, at)
    if isinstance(value, str) and required and not value.strip():
        collector.add("E009", f"{_shown(at)} must not be empty.", at=at)
        return value
    for mark in marks:
        _hold(mark, value, collector, at)
    return value


def _hold(mark: object, value: object, collector: ProblemCollector, at: Keys) -> None:
    if isinstance(mark, Pattern) and isinstance(value, str) and value and not re.fullmatch(mark.regex, value):
        collector.add("E009", f'{_shown(at)} must be {mark.meaning}, but is "{cut(value)}".', at=at)
    if isinstance(mark, Range) and isinstance(value, (int, float)) and not mark.least <= value <= mark.most:
        collector.add(
            "E009", f"{_shown(at)} must lie between {mark.least:g} and {mark.most:g}, but is {cut(repr(value))}.", at=at
        )


def _member[E: StrEnum](enum: type[E], value: str, collector: ProblemCollector, at: Keys) -> E:
    if value in enum:
        return enum(value)
    members = ", ".join(enum)
    collector.add(
        "E009", f'{_shown(at)} is "{cut(value)}", but must be one of {members}.{suggestion(value, enum)}', at=at
    )
    return next(iter(enum))


def _date(marks: tuple[object, ...], value: object, collector: ProblemCollector, at: Keys) -> object:
    if type(value) is date:
        return value
    if type(value) is not datetime or Mark.TIMED not in marks:
        return _wrong_type(date, value, date, collector, at)
    if value.tzinfo is None:
        remedy = "Write the zone behind the time, as in 2019-07-02T13:42:00Z."
        collector.add("E009", f"{_shown(at)} has a time without its zone.", at=at, remedy=remedy)
        return date.min
    return value


def _uuid(value: str, collector: ProblemCollector, at: Keys) -> UUID:
    if re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", value):
        return UUID(value)
    collector.add(
        "E009",
        f'{_shown(at)} must be a uuid, but is "{cut(value)}".',
        at=at,
        remedy="Draw one: python -c 'import uuid; print(uuid.uuid4())'.",
    )
    return UUID(int=0)


def _list(hint: Any, value: object, collector: ProblemCollector, at: Keys, *, required: bool) -> tuple[object, ...]:
    if not isinstance(value, list):
        return cast("tuple[object, ...]", _wrong_type(list, value, tuple, collector, at))
    if required and not value:
        collector.add("E009", f"{_shown(at)} must not be empty.", at=at)
    return tuple(_value(hint, item, collector, (*at, number)) for number, item in enumerate(value))


def _mapping(hints: tuple[Any, ...], value: object, collector: ProblemCollector, at: Keys) -> Mapping[str, object]:
    if not isinstance(value, dict):
        return cast("Mapping[str, object]", _wrong_type(dict, value, dict, collector, at))
    for name in value:
        for mark in marks_of(hints[0])[1]:
            _hold(mark, name, collector, (*at, name))
    return {name: _value(hints[1], item, collector, (*at, name), required=False) for name, item in value.items()}


def _wrong_type(wanted: type, value: object, bare: type, collector: ProblemCollector, at: Keys) -> object:
    kind = "a date" if type(value) is date else NAMES.get(type(value), "a date with time, or a time")
    collector.add("E008", f"{_shown(at)} must be {NAMES[wanted]}, but is {kind}.", at=at)
    return _empty(bare)


def _empty(hint: Any) -> Any:  # an empty value of whatever the hint asks for
    bare, _ = marks_of(hint)
    if get_origin(bare) is tuple or bare is tuple:
        return ()
    if get_origin(bare) is Mapping:
        return {}
    if dataclasses.is_dataclass(bare):
        return cast("type", bare)(
            **{key.attribute: _empty(key.hint) for key in keys_of(cast("type", bare)) if key.required}
        )
    if issubclass(bare, StrEnum):
        return next(iter(bare))
    if bare is date:
        return date.min
    return UUID(int=0) if bare is UUID else bare()


def _shown(keys: Keys) -> str:
    """Write a key path as authors read it: ``fixes[2].name`` (rows count from 1, as people do)."""
    text = ""
    for key in keys:
        if isinstance(key, int):
            text += f"[{key + 1}]"
        else:
            text += ("." if text else "") + cut(key)
    return f"`{text}`"


def cut(text: str, characters: int = 60) -> str:
    """Shorten a value of the author's for a message, control characters made visible."""
    text = text if len(text) <= characters else text[:characters] + "…"
    return text.encode("unicode_escape").decode() if not text.isprintable() else text
