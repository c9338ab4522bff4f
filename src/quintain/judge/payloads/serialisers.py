"""Serialised values that call: pickle opcodes by wrapping by signature with a known key, and tags of YAML."""

import base64
import binascii
import gzip
import hashlib
import hmac
import random
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from http.cookies import SimpleCookie
from typing import Final

from quintain.judge.payloads.drawing import MANY, Dimension, draw


def text(words: str) -> bytes:
    """Write the opcode that pushes a text."""
    return b"X" + len(words.encode()).to_bytes(4, "little") + words.encode()


def call(function: str, *arguments: bytes) -> bytes:
    """Write the opcodes that call a function of a module, named with a dot, with what its arguments' opcodes push."""
    module, _, name = function.rpartition(".")
    return f"c{module}\n{name}\n(".encode() + b"".join(arguments) + b"tR"


def alone(opcodes: bytes) -> bytes:
    """Make a whole pickle of opcodes."""
    return b"\x80\x02" + opcodes + b"."


def spliced(honest: bytes, word: str, opcodes: bytes, *, otherwise: bytes = b"") -> bytes | None:
    """Put opcodes in place of a text in an honest pickle of protocol 2 to 5; else in another one; else give None.

    Args:
        honest: what the program has made, and what may be no pickle at all.
        word: the text, of at most 255 bytes.
        opcodes: push one value.
        otherwise: a pickle of our own that holds the text.

    """
    for pickled in (honest, otherwise):
        # A frame tells its length, which will not be right any more.
        unframed = pickled[:2] + pickled[11:] if pickled[2:3] == b"\x95" else pickled
        for written in (b"\x8c" + bytes([len(word.encode())]) + word.encode(), text(word)):
            if written in unframed:
                return unframed.replace(written, opcodes, 1)
    return None


def evaluations(rng: random.Random, expression: str, *, many: int | None = MANY) -> dict[str, bytes]:
    """Draw opcodes that push what an expression of Python gives, by different functions and opcodes."""
    ways = {
        "": call("builtins.eval", text(expression)),
        "another opcode": b"(" + text(expression) + b"ibuiltins\neval\n",
        "class first": b"(cbuiltins\neval\n" + text(expression) + b"o",
        "name from the stack": text("builtins") + text("eval") + b"\x93" + b"(" + text(expression) + b"tR",
        "one argument": text("builtins") + text("eval") + b"\x93" + text(expression) + b"\x85R",
        "new object": call("operator.methodcaller", text("__call__"), text(expression)) + b"(cbuiltins\neval\ntR",
        "partial": call("functools.partial", b"cbuiltins\neval\n", text(expression)) + b")R",
    }
    return draw(rng, many, bytes, ways)


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How bytes become a text that a cookie, a form or a header can hold, and how they come out of it again.

    ``undo`` raises ValueError for what it cannot read.
    """

    do: Callable[[bytes], str]
    undo: Callable[[str], bytes]


def _unpadded(value: str) -> bytes:
    return base64.urlsafe_b64decode(value.encode() + b"===")


def _decompressed(packed: bytes) -> bytes:
    try:
        return zlib.decompress(packed, 47)  # zlib or gzip, by its head
    except zlib.error as error:
        raise ValueError(str(error)) from error


CODES: Final[Dimension[Wrapping]] = {
    "": Wrapping(lambda raw: base64.b64encode(raw).decode(), base64.b64decode),
    "for addresses": Wrapping(lambda raw: base64.urlsafe_b64encode(raw).decode(), _unpadded),
    "for addresses, unpadded": Wrapping(lambda raw: base64.urlsafe_b64encode(raw).rstrip(b"=").decode(), _unpadded),
    "base85": Wrapping(lambda raw: base64.b85encode(raw).decode(), base64.b85decode),
    "base32": Wrapping(lambda raw: base64.b32encode(raw).decode(), base64.b32decode),
    "hexadecimal": Wrapping(bytes.hex, bytes.fromhex),
    "percent signs": Wrapping(
        lambda raw: "".join(f"%{byte:02x}" for byte in raw), lambda value: binascii.unhexlify(value.replace("%", ""))
    ),
}
LAYERS: Final[Dimension[tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]]] = {
    "": (bytes, bytes),
    "compressed": (zlib.compress, _decompressed),
    "gzip": (lambda raw: gzip.compress(raw, mtime=0), _decompressed),
    "base64 twice": (base64.b64encode, base64.b64decode),
    "hexadecimal within": (binascii.hexlify, binascii.unhexlify),
    "backwards": (lambda raw: raw[::-1], lambda raw: raw[::-1]),
}


def wrappings(rng: random.Random, *, many: int | None = MANY) -> dict[str, Wrapping]:
    """Draw wrappings: a code of characters around one layer more, or none."""

    def make(code: Wrapping, layer: tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]) -> Wrapping:
        pack, unpack = layer
        return Wrapping(lambda raw: code.do(pack(raw)), lambda value: unpack(code.undo(value)))

    return draw(rng, many, make, CODES, LAYERS)


def to_cookie(value: str) -> str:
    """Write a value as a cookie, in quotes if it holds what would end one; ``from_cookie`` reads it."""
    return SimpleCookie().value_encode(value)[1] if set(value) & set(';," \\') else value


def from_cookie(value: str) -> str:
    """Read the value of a cookie as a program does, quotes and escapes undone."""
    return str(SimpleCookie().value_decode(value)[0])


def recognise(value: str, word: str, wrappings: Iterable[Wrapping], *, signed: bool = False) -> Wrapping | None:
    """Find the wrapping of a value that a program has made.

    Args:
        value: a cookie, say.
        word: what the user has put into it.
        wrappings: to be tried, in order.
        signed: whether wrapping it again must give the same value, as it does with the right key.

    """
    for wrapping in wrappings:
        try:
            raw = wrapping.undo(value)
        except ValueError:
            continue
        if word.encode() in raw and (not signed or wrapping.do(raw) == value):
            return wrapping
    return None


DIGESTS: Final[Dimension[str]] = {"": "sha256", "SHA-1": "sha1", "MD5": "md5", "SHA-512": "sha512", "BLAKE2": "blake2b"}
KEYED: Final[Dimension[Callable[[bytes, bytes, str], bytes]]] = {
    "": lambda key, body, digest: hmac.new(key, body, digest).digest(),
    "key in front, hashed": lambda key, body, digest: hashlib.new(digest, key + body).digest(),
    "key behind, hashed": lambda key, body, digest: hashlib.new(digest, body + key).digest(),
    "keyed BLAKE2": lambda key, body, _digest: hashlib.blake2b(body, key=key).digest(),
    "no key": lambda _key, body, digest: hashlib.new(digest, body).digest(),
}
SPELT: Final[Dimension[Callable[[bytes], str]]] = {
    "": bytes.hex,
    "base64": lambda raw: base64.b64encode(raw).decode(),
    "base64 for addresses": lambda raw: base64.urlsafe_b64encode(raw).rstrip(b"=").decode(),
}


def signed(
    rng: random.Random,
    key: bytes,
    *,
    separators: Sequence[str] = (".", ":", "|"),
    digests: Dimension[str] = DIGESTS,
    codes: Dimension[Wrapping] = CODES,
    many: int | None = MANY,
) -> dict[str, Wrapping]:
    """Draw wrappings that sign with a key which everybody knows, or with none.

    Args:
        rng: see the package.
        key: that of the original program.
        separators: what is between signature and text; none for a signature of fixed length.
        digests: hash functions by name.
        codes: how the pickle becomes a text.
        many: see the package.

    """
    between = {("" if number == 0 else f"with {mark}"): mark for number, mark in enumerate(separators)}
    letters_of = cache(lambda write: frozenset(write(bytes(range(256)))))
    orders = {"": True, "signature in front": False}
    subjects = {"": True, "pickle signed": False}

    def make(
        code: Wrapping,
        keyed: Callable[[bytes, bytes, str], bytes],
        digest: str,
        spelt: Callable[[bytes], str],
        mark: str,
        is_behind: bool,
        is_text: bool,
    ) -> Wrapping | None:
        if set(mark) <= letters_of(code.do) | letters_of(spelt):
            return None  # nobody could tell where the text ends

        def do(raw: bytes) -> str:
            body = code.do(raw)
            signature = spelt(keyed(key, body.encode() if is_text else raw, digest))
            return f"{body}{mark}{signature}" if is_behind else f"{signature}{mark}{body}"

        def undo(value: str) -> bytes:
            return code.undo(value.rpartition(mark)[0] if is_behind else value.partition(mark)[2])

        return Wrapping(do, undo)

    return draw(rng, many, make, codes, KEYED, digests, SPELT, between, orders, subjects)


def tags(rng: random.Random, expression: str, *, many: int | None = MANY) -> dict[str, str]:
    """Draw values that PyYAML's unsafe loader turns into what an expression gives, which holds no double quotes."""
    kinds = {"": "apply", "new": "new"}
    forms = {
        "": '!!python/object/{kind}:builtins.eval ["{expression}"]',
        "tag spelt out": '!<tag:yaml.org,2002:python/object/{kind}:builtins.eval> ["{expression}"]',
        "tag in percents": '!!python/%6fbject/{kind}:builtins.eval ["{expression}"]',
        "arguments by name": '!!python/object/{kind}:builtins.eval {{args: ["{expression}"]}}',
        "no quotes": "!!python/object/{kind}:builtins.eval\n    - ({expression})",
    }

    def make(kind: str, form: str) -> str:
        return form.format(kind=kind, expression=expression)

    return draw(rng, many, make, kinds, forms)
