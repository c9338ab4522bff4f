"""What the page ``/api/`` shows, taken out of the OpenAPI document, so that the two cannot differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

type Json = Mapping[str, Any]  # Any: what JSON has

SCHEMAS = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter or a field: ``shape`` is the name of the object that it is, or that it lists."""

    name: str
    kind: str
    shape: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An address and a method."""

    id: str
    method: str
    path: str
    title: str
    sentence: str
    scope: str
    parameters: tuple[Row, ...]
    shape: str


@dataclass(frozen=True, slots=True)
class Shape:
    """An object that answers have."""

    name: str
    rows: tuple[Row, ...]


def operations(document: Json) -> tuple[Operation, ...]:
    """Return the operations, in the order of the document."""
    return tuple(
        _operation(path, method, said)
        for path, methods in document["paths"].items()
        for method, said in methods.items()
    )


def shapes(document: Json) -> tuple[Shape, ...]:
    """Return the objects of answers by their names."""
    schemas: Json = document["components"]["schemas"]
    return tuple(
        Shape(name, tuple(_row(field, said) for field, said in schema["properties"].items()))
        for name, schema in sorted(schemas.items())
        if "properties" in schema
    )


def _operation(path: str, method: str, said: Json) -> Operation:
    scopes = next(iter(said["security"][0].values()))
    answer = said["responses"]["200"]["content"]["application/json"]["schema"]
    return Operation(
        id=said["operationId"],
        method=method.upper(),
        path=path,
        title=gettext(said["summary"]),
        sentence=gettext(said["description"]),
        scope=scopes[0] if scopes else "",
        parameters=tuple(
            _row(each["name"], {**each["schema"], "description": each["schema"].get("description", "")})
            for each in said.get("parameters", ())
        ),
        shape=_shape(answer),
    )


def _row(name: str, said: Json) -> Row:
    sentence = said.get("description", "")
    return Row(name, _kind(said), _shape(said), gettext(sentence) if sentence else "")


def _kind(said: Json) -> str:
    """Write out of which kind a value is, in the words of JSON Schema."""
    if options := said.get("anyOf"):
        return " | ".join(_kind(each) for each in options)
    if "enum" in said:
        return " | ".join(f'"{each}"' for each in said["enum"])
    kind = str(said.get("type", "object"))
    if kind == "array":
        return f"array of {_kind(said['items'])}"
    limits = [f"{word} {said[key]}" for key, word in (("minimum", "≥"), ("maximum", "≤")) if key in said]
    limits += [f"= {said['default']}"] if said.get("default") is not None else []
    return " ".join([kind, *([f"({said['format']})"] if "format" in said else []), *limits])


def _shape(said: Json) -> str:
    """Return the name of the object that a value is, or that it lists."""
    for each in (said, said.get("items", {}), *said.get("anyOf", ())):
        if "$ref" in each:
            return str(each["$ref"]).removeprefix(SCHEMAS)
    return ""
