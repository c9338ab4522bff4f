"""One bound parameter of a query becomes part of its text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import libcst as cst

from quintain.judge.proving.mutation.syntax import Change, Context, expression, text_of

QUERY: Final = re.compile(r"(?is)\s*(select|insert|update|delete|replace|with|create)\b")
PLACEHOLDER: Final = re.compile(r"\?\d*|%s|(?<![:\w]):[A-Za-z_]\w*|%\([A-Za-z_]\w*\)s")


@dataclass(frozen=True, slots=True)
class Bound:
    """A value that is bound: its place or name, its code, and the call without it."""

    key: int | str
    code: str
    rest: cst.Call


def parameter_inlined(node: cst.CSTNode, context: Context) -> Iterator[Change]:
    """Put one bound value into the text of its query, between quotes and bare."""
    if not isinstance(node, cst.Call) or not node.args:
        return
    query = text_of(node.args[0].value)
    if query is None or not QUERY.match(query):
        return
    places = list(PLACEHOLDER.finditer(query))
    for bound in _bound(node, context):
        match = _place(places, bound.key)
        if match is None:
            continue
        before, after = query[: match.start()], query[match.end() :]
        for inner in (f"'{{{bound.code}}}'", f"{{{bound.code}}}"):
            text = bound.rest.args[0].with_changes(value=expression(f"f{_literal(before, inner, after)}"))
            yield Change(node, bound.rest.with_changes(args=[text, *bound.rest.args[1:]]))


def _literal(before: str, inner: str, after: str) -> str:
    """Write the text of an f-string; its quotes are three, since values may hold either kind."""
    parts = [part.replace("\\", "\\\\").replace("{", "{{").replace("}", "}}") for part in (before, after)]
    return f'"""{parts[0]}{inner}{parts[1]}"""'


def _place(places: Sequence[re.Match[str]], key: int | str) -> re.Match[str] | None:
    if isinstance(key, str):
        return next((match for match in places if match[0].strip(":%()s") == key or match[0] == f":{key}"), None)
    return places[key] if key < len(places) else None


def _bound(call: cst.Call, context: Context) -> Iterator[Bound]:
    """Give what is bound: in a tuple or list, in a dictionary, or as arguments of their own."""
    rest = call.args[1:]
    if len(rest) == 1 and isinstance(rest[0].value, (cst.Tuple, cst.List)):
        yield from _from_sequence(call, rest[0].value, context)
    elif len(rest) == 1 and isinstance(rest[0].value, cst.Dict):
        yield from _from_dictionary(call, rest[0].value, context)
    else:
        for number, arg in enumerate(rest):
            if not arg.star:
                fewer = [each for each in call.args if each is not arg]
                key = arg.keyword.value if arg.keyword else number
                yield Bound(key, context.code(arg.value), call.with_changes(args=fewer))


def _from_sequence(call: cst.Call, values: cst.Tuple | cst.List, context: Context) -> Iterator[Bound]:
    for number, element in enumerate(values.elements):
        if isinstance(element, cst.StarredElement):
            return
        left = [context.code(each.value) for each in values.elements if each is not element]
        written = f"({', '.join(left)}{',' if len(left) == 1 else ''})"
        arg = call.args[1].with_changes(value=expression(written))
        yield Bound(number, context.code(element.value), call.with_changes(args=[call.args[0], arg]))


def _from_dictionary(call: cst.Call, values: cst.Dict, context: Context) -> Iterator[Bound]:
    for element in values.elements:
        key = text_of(element.key) if isinstance(element, cst.DictElement) else None
        if key is not None:
            yield Bound(key, context.code(element.value), call)
