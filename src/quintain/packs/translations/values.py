"""The values of TOML that are words for people: found by the marks of their types, and translated."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast, get_args, get_origin

from quintain.packs.building import keys_of, marks_of
from quintain.packs.constraints import Mark

type Translate = Callable[[str, str], str]
"""Returns the translation of the value at a key path: ``translate(path, text)``."""


def values_of(sheet: type, part: object) -> Iterator[tuple[str, str]]:
    """Yield the key path and the text of each value of a part that is words for people.

    Args:
        sheet: the class of the TOML file.
        part: what was made of it, with the file's keys as attributes.

    """
    found: list[tuple[str, str]] = []

    def note(at: str, text: str) -> str:
        found.append((at, text))
        return text

    changes_of(sheet, part, note)
    yield from found


def changes_of(sheet: type, part: object, translate: Translate) -> Mapping[str, Any]:  # values of any field
    """Return the attributes of a part that hold words for people, with what ``translate`` returns for each value."""
    return {
        key.attribute: _translated(key.hint, getattr(part, key.attribute), key.name, translate)
        for key in keys_of(sheet)
        if hasattr(part, key.attribute) and _holds_words(key.hint)
    }


def _holds_words(hint: Any) -> bool:  # hints are types or typing constructs
    bare, marks = marks_of(hint)
    if Mark.TRANSLATED in marks:
        return True
    if dataclasses.is_dataclass(bare):
        return any(_holds_words(key.hint) for key in keys_of(cast("type", bare)))
    return get_origin(bare) in {tuple, Mapping} and any(
        _holds_words(each) for each in get_args(bare) if each is not Ellipsis
    )


def _translated(hint: Any, value: Any, at: str, translate: Translate) -> Any:  # a value of the type that the hint names
    bare, marks = marks_of(hint)
    if value is None or not _holds_words(hint):
        return value
    if Mark.TRANSLATED in marks:
        return translate(at, value) if value else value
    if dataclasses.is_dataclass(bare):
        parts = keys_of(cast("type", bare))
        translated = {
            key.attribute: _translated(key.hint, getattr(value, key.attribute), f"{at}.{key.name}", translate)
            for key in parts
        }
        return dataclasses.replace(value, **translated)
    if get_origin(bare) is Mapping:
        return {name: _translated(get_args(bare)[1], each, f"{at}.{name}", translate) for name, each in value.items()}
    return tuple(
        _translated(get_args(bare)[0], each, f"{at}.{_name(each, number)}", translate)
        for number, each in enumerate(value)
    )


def _name(row: object, number: int) -> str:
    """Return what a row is known by wherever it is written, or its number, from 1."""
    names = (getattr(row, key, None) for key in ("id", "name", "lab"))
    return str(next((name for name in names if isinstance(name, str) and name), number + 1))
