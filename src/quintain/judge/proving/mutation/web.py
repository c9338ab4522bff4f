"""What a server or client of the web leaves out: verification, flags of cookies, headers."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import libcst as cst

from quintain.judge.proving.mutation.syntax import (
    Change,
    Context,
    called,
    dotted,
    keyword,
    keyword_dropped,
    last_name,
    text_of,
    without,
)

FLAGS: Final = ("samesite", "httponly", "secure", "partitioned")
SETTING: Final = re.compile(r"(SESSION|CSRF|REMEMBER)_COOKIE_|SAMESITE|HTTPONLY|_SECURE$")
HEADER: Final = re.compile(r"[A-Z][A-Za-z]*(-[A-Z][A-Za-z]*)+|Vary|Origin")
POLICY: Final = re.compile(r"(default|script|style|img|frame|object|base|connect|form)-(src|ancestors|uri|action)\b")
ON: Final = ("verify", "check_hostname", "autoescape", "verify_signature", "require_exp", "strict")
WEAKER: Final[Mapping[str, str]] = {
    "CERT_REQUIRED": "CERT_NONE",
    "create_default_context": "_create_unverified_context",
}


def verification_off(node: cst.CSTNode, _context: Context) -> Iterator[Change]:
    """Verify nothing: ``verify=True`` becomes ``False``, and the like."""
    for arg in keyword(node, *ON):
        if dotted(arg.value) != "False":
            yield Change(arg.value, cst.Name("False"))
    if isinstance(node, cst.Attribute) and node.attr.value in WEAKER:
        yield Change(node.attr, cst.Name(WEAKER[node.attr.value]))
    if isinstance(node, cst.Assign) and last_name(node.targets[0].target) in ON:
        yield Change(node.value, cst.Name("False"))


def cookie_flag_dropped(node: cst.CSTNode, _context: Context) -> Iterator[Change]:
    """Drop a flag of a cookie."""
    yield from keyword_dropped(node, *FLAGS)
    if isinstance(node, cst.Assign) and SETTING.search(_written(node)):
        yield Change(node, cst.Pass())
    if isinstance(node, cst.Call) and called(node) == "update":
        for arg in node.args:
            if arg.keyword is not None and SETTING.search(arg.keyword.value):
                yield Change(node, without(node, arg))


def header_dropped(node: cst.CSTNode, _context: Context) -> Iterator[Change]:
    """Drop a header of an answer, or a line of a policy."""
    if isinstance(node, cst.Assign) and HEADER.fullmatch(_written(node)):
        yield Change(node, cst.Pass())
    if isinstance(node, cst.Dict):
        for element in node.elements:
            if isinstance(element, cst.DictElement) and HEADER.fullmatch(text_of(element.key) or ""):
                yield Change(node, node.with_changes(elements=[each for each in node.elements if each is not element]))
    if isinstance(node, cst.SimpleString) and POLICY.search(node.raw_value):
        yield from _policy(node)


def _policy(node: cst.SimpleString) -> Iterator[Change]:
    parts = node.raw_value.split(";")
    for number, part in enumerate(parts):
        if part.strip():
            left = ";".join([*parts[:number], *parts[number + 1 :]])
            yield Change(node, node.with_changes(value=f"{node.prefix}{node.quote}{left}{node.quote}"))


def _written(node: cst.Assign) -> str:
    """Return the last name or text key that an assignment writes to."""
    target = node.targets[0].target
    if isinstance(target, cst.Subscript) and len(target.slice) == 1:
        index = target.slice[0].slice
        return (text_of(index.value) or "") if isinstance(index, cst.Index) else ""
    return last_name(target)
