"""Weaker hashes, missing keys, and secrets that can be derived."""

from collections.abc import Iterator, Mapping
from typing import Final

import libcst as cst

from quintain.judge.proving.mutation.syntax import (
    Change,
    Context,
    called,
    dotted,
    expression,
    keyword,
    keyword_dropped,
)

STRONG: Final = frozenset({"sha256", "sha384", "sha512", "sha224", "sha3_256", "sha3_512", "blake2b", "blake2s"})
CONSTANT: Final[Mapping[str, str]] = {
    "token_hex": '"00" * 16',
    "token_urlsafe": '"A" * 22',
    "token_bytes": "bytes(32)",
    "urandom": "bytes(32)",
    "uuid4": '__import__("uuid").UUID(int=4)',
}
DERIVED: Final[Mapping[str, str]] = {
    "token_hex": '__import__("hashlib").md5(str(int(__import__("time").time())).encode()).hexdigest()',
    "token_urlsafe": '__import__("hashlib").md5(str(int(__import__("time").time())).encode()).hexdigest()',
    "token_bytes": '__import__("hashlib").sha256(str(int(__import__("time").time())).encode()).digest()',
}
MODULES: Final = frozenset({"secrets", "os", "uuid", ""})


def hash_weakened(node: cst.CSTNode, _context: Context) -> Iterator[Change]:
    """Hash with MD5."""
    if isinstance(node, cst.Attribute) and node.attr.value in STRONG and dotted(node.value) == "hashlib":
        yield Change(node.attr, cst.Name("md5"))
    if isinstance(node, cst.SimpleString) and node.raw_value in STRONG:
        yield Change(node, cst.SimpleString('"md5"'))


def iterations_dropped(node: cst.CSTNode, _context: Context) -> Iterator[Change]:
    """Derive a key from a password in one step."""
    if isinstance(node, cst.Call) and called(node) == "pbkdf2_hmac" and len(node.args) > 3:  # noqa: PLR2004
        yield Change(node.args[3].value, cst.Integer("1"))
    for arg in keyword(node, "n", "iterations"):
        yield Change(arg.value, cst.Integer("2"))


def digest_compared(node: cst.CSTNode, context: Context) -> Iterator[Change]:
    """Compare digests with ``==``, in a time that depends on what is compared."""
    if isinstance(node, cst.Call) and called(node) == "compare_digest" and len(node.args) == 2:  # noqa: PLR2004
        left, right = (context.code(arg.value) for arg in node.args)
        yield Change(node, expression(f"(({left}) == ({right}))"))


def key_dropped(node: cst.CSTNode, context: Context) -> Iterator[Change]:
    """Hash without the key, as anybody can."""
    if called(node) in STRONG:
        yield from keyword_dropped(node, "key")
    if not isinstance(node, cst.Call) or not dotted(node.func).endswith(("hmac.new", "hmac.digest")):
        return
    if len(node.args) < 3:  # noqa: PLR2004
        return
    message, kind = context.code(node.args[1].value), context.code(node.args[2].value)
    made = f"{kind}({message})"
    if not dotted(node.args[2].value).startswith("hashlib."):
        made = f'__import__("hashlib").new({kind}, {message})'
    yield Change(node, expression(made + (".digest()" if called(node) == "digest" else "")))


def secret_guessable(node: cst.CSTNode, _context: Context) -> Iterator[Change]:
    """Take a constant, the clock or a generator that can be predicted in place of a random secret."""
    if not isinstance(node, cst.Call):
        return
    name = called(node)
    if dotted(node.func).rpartition(".")[0] in MODULES:
        for table in (CONSTANT, DERIVED):
            if name in table:
                yield Change(node, expression(f"({table[name]})"))
    if dotted(node.func) in {"secrets.choice", "secrets.SystemRandom"}:
        weak = "choice" if name == "choice" else "Random"
        yield Change(node.func, expression(f'__import__("random").{weak}'))
    if dotted(node.func) == "secrets.randbelow":
        yield Change(node.func, expression('__import__("random").randrange'))
