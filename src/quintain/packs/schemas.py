"""JSON Schemas for editors, derived from the very classes that load the files."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, cast, get_args, get_origin
from uuid import UUID

from quintain.packs.building import keys_of, marks_of
from quintain.packs.constraints import Doc, Mark, OrShort, Pattern, Range
from quintain.packs.sheets import (
    AssessmentSheet,
    CaseSheet,
    ChecklistSheet,
    ExerciseSheet,
    ExhibitSheet,
    GlossarySheet,
    LabSheet,
    LessonSheet,
    PackSheet,
    PrinciplesSheet,
    QuizSheet,
    TrackSheet,
    WeaknessesSheet,
)

type Schema = dict[str, object]

SHEETS: Final[Mapping[str, type]] = {
    "pack": PackSheet,
    "track": TrackSheet,
    "lab": LabSheet,
    "lesson": LessonSheet,
    "quiz": QuizSheet,
    "exhibit": ExhibitSheet,
    "exercise": ExerciseSheet,
    "case": CaseSheet,
    "weaknesses": WeaknessesSheet,
    "principles": PrinciplesSheet,
    "assessment": AssessmentSheet,
    "checklist": ChecklistSheet,
    "glossary": GlossarySheet,
}
PLAIN: Final[Mapping[type, str]] = {str: "string", int: "integer", float: "number", bool: "boolean"}
FORMATS: Final[Mapping[type, str]] = {UUID: "uuid", date: "date"}


def write_schemas(folder: Path) -> Sequence[Path]:
    """Write one schema a kind of file and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in schema_texts().items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def schema_texts() -> Mapping[str, str]:
    """Return file name → JSON text for every kind of file."""
    return {f"{name}.json": json.dumps(schema_of(sheet), indent=2) + "\n" for name, sheet in SHEETS.items()}


def schema_of(sheet: type) -> Schema:
    """Return the schema of one kind of file."""
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": _first_sentence(sheet), **_table(sheet)}


def _table(cls: type) -> Schema:
    keys = keys_of(cls)
    schema: Schema = {
        "type": "object",
        "description": _first_sentence(cls),
        "properties": {key.name: _value(key.hint, required=key.required) for key in keys},
        "additionalProperties": False,
    }
    if required := [key.name for key in keys if key.required]:
        schema["required"] = required
    return schema


def _value(hint: Any, *, required: bool = True) -> Schema:  # hints are types or typing constructs
    bare, marks = marks_of(hint)
    schema = _bare(bare, required=required)
    for mark in marks:
        match mark:
            case Pattern(regex, _) if not required:
                schema["pattern"] = f"^({regex})?$"
            case Pattern(regex, _):
                schema["pattern"] = f"^({regex})$"
            case Range(least, most):
                schema |= {"minimum": least, "maximum": most}
            case Doc(text):
                schema["description"] = text
            case Mark.TIMED:
                del schema["format"]
            case Mark.OR_ALONE:
                schema = {"anyOf": [schema["items"], schema]}
            case OrShort(key):
                schema = {"anyOf": [cast("dict[str, Schema]", schema["properties"])[key], schema]}
            case _:
                pass
    return schema


def _bare(bare: Any, *, required: bool) -> Schema:  # see _value
    if get_origin(bare) is tuple:
        least: Schema = {"minItems": 1} if required else {}
        return {"type": "array", "items": _value(get_args(bare)[0]), **least}
    if get_origin(bare) is Mapping:
        name, value = get_args(bare)
        return {"type": "object", "propertyNames": _value(name), "additionalProperties": _value(value, required=False)}
    if dataclasses.is_dataclass(bare):
        return _table(cast("type", bare))
    if issubclass(bare, StrEnum):
        return {"type": "string", "enum": [str(member) for member in bare]}
    if bare in FORMATS:
        return {"type": "string", "format": FORMATS[bare]}
    least = {"minLength": 1} if bare is str and required else {}
    return {"type": PLAIN[bare], **least}


def _first_sentence(cls: type) -> str:
    return (cls.__doc__ or "").strip().split("\n\n")[0].replace("``", "")
