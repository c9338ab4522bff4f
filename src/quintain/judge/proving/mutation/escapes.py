"""What makes a value harmless is left out: escaping, quoting, normalising, encoding."""

import re
from collections.abc import Iterator
from typing import Final

import libcst as cst

from quintain.judge.proving.mutation.syntax import Change, Context, called, dotted, inside

FUNCTIONS: Final = frozenset(
    {
        *("escape", "quote", "quote_plus", "quoteattr", "urlencode", "clean", "secure_filename", "basename"),
        *("normalize", "normcase", "normpath", "repr", "ascii", "b64encode", "Markup", "unquote"),
    }
)
METHODS: Final = frozenset(
    {
        *("replace", "translate", "strip", "lower", "casefold", "rstrip", "lstrip", "removeprefix", "removesuffix"),
        *("encode", "decode"),
    }
)
OWN: Final = re.compile(r"(?i)escape|quote|clean|safe|saniti|normali|canon|encode|strip|plain|fold|tidy|mask|redact")
VALUE_PLACE: Final = {"normalize": 1}


def escape_dropped(node: cst.CSTNode, context: Context) -> Iterator[Change]:
    """Use a value as it came in place of the escaped, quoted or normalised one."""
    if not isinstance(node, cst.Call):
        return
    name = called(node)
    is_method = isinstance(node.func, cst.Attribute) and name in METHODS
    if is_method and isinstance(node.func, cst.Attribute) and name not in {"encode", "decode"}:
        yield Change(node, inside(node, node.func.value))
        return
    place = VALUE_PLACE.get(name, 0)
    is_own = dotted(node.func) in context.functions and OWN.search(name)
    if (name in FUNCTIONS or is_own) and len(node.args) > place:
        value = node.args[place]
        if value.keyword is None and not value.star:
            yield Change(node, inside(node, value.value))


def conversion_dropped(node: cst.CSTNode, _context: Context) -> Iterator[Change]:
    """Drop ``!r`` or ``!a`` from an f-string."""
    if isinstance(node, cst.FormattedStringExpression) and node.conversion:
        yield Change(node, node.with_changes(conversion=None))
