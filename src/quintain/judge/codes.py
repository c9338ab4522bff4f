"""One-time codes, as a phone shows them at any time that a lab likes, and keys of sessions that an attacker guesses."""

import ast
import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, product
from typing import Final

STEP_SECONDS: Final = 30
DIGITS: Final = 6
SALT: Final = b"cookie-session"
# To HMAC, a key of zeros is the empty one.
WORDS: Final = (b"", b"dev", b"secret", b"secret_key", b"key", b"changeme", b"password", b"A" * 22, b"00" * 16)
BEHIND_SECONDS: Final = 300
AHEAD_SECONDS: Final = 2
HASHES: Final = ("md5", "sha1", "sha256", "sha512")
MARKS: Final = ("", "-", "_", " ", ":")
SHORT_DIGITS: Final = 4
MOST_SOURCE_BYTES: Final = 256 * 1024
MOST_TEXTS: Final = 2000
MOST_JOINED: Final = 4


def totp(secret: str, seconds: float) -> str:
    """Give the code of RFC 6238 with its defaults: six digits, steps of 30 seconds, HMAC-SHA-1.

    Args:
        secret: base32, as authenticator apps take it; case does not matter.
        seconds: since 1970.

    """
    padded = secret.upper() + "=" * (-len(secret) % 8)
    counter = struct.pack(">Q", int(seconds) // STEP_SECONDS)
    digest = hmac.digest(base64.b32decode(padded), counter, "sha1")
    start = digest[-1] & 15
    (number,) = struct.unpack_from(">I", digest, start)
    return f"{(number & 0x7FFF_FFFF) % 10**DIGITS:0{DIGITS}}"


def guessed_session_key(cookie: str, *public: str, source: bytes | None = None) -> bytes | None:
    """Find the key that has signed a session of Flask, if an attacker would guess it.

    Words, zeros, and the last five minutes as whole seconds are tried, each as it is and hashed; numbers of up to four
    digits are tried as they are. Flask signs by itsdangerous: HMAC-SHA-1 under a key that is HMAC-SHA-1 of the salt
    under the secret key.

    Args:
        cookie: the value of the cookie ``session``.
        public: words and values that anyone knows who uses the program; they are tried alone and joined by twos, in
            three cases, as they are and hashed.
        source: a file of the program, as ``box.read`` gives it. A key that is written there is no secret, since anyone
            who has the repository can read it. All its texts are tried, as they are and hashed, and so is the file;
            a text that the program joins with something to make a key is tried with each number of four digits.

    """
    signed, _, signature = cookie.rpartition(".")
    wanted, data = _unpadded(signature), signed.encode()
    if wanted is None:
        return None
    tree = _parsed(source or b"")
    written = [source, *_texts_of(tree)] if source else []
    for key in chain(_guesses(), _made_of(public), _as_is_and_hashed(written), _with_numbers(tree)):
        if hmac.digest(hmac.digest(key, SALT, "sha1"), data, "sha1") == wanted:
            return key
    return None


def _unpadded(signature: str) -> bytes | None:
    """Read a signature as itsdangerous writes it, in base64 for URLs and without its end; None if it is none."""
    try:
        return base64.b64decode(signature + "=" * (-len(signature) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return None


def _guesses() -> Iterator[bytes]:
    now = int(time.time())
    times = [str(second).encode() for second in range(now - BEHIND_SECONDS, now + AHEAD_SECONDS + 1)]
    yield from _as_is_and_hashed((*WORDS, *times))
    for number in range(10**SHORT_DIGITS):
        yield b"%0*d" % (SHORT_DIGITS, number)
    for number in range(10 ** (SHORT_DIGITS - 1)):
        yield b"%d" % number


def _parsed(source: bytes) -> Sequence[ast.AST]:
    """Return the nodes of a program, as the suspect has written it; none if it cannot be read or is too long."""
    if len(source) > MOST_SOURCE_BYTES:
        return ()
    try:
        return list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()


def _texts_of(nodes: Iterable[ast.AST]) -> Sequence[bytes]:
    """Return the constants that are texts or bytes; bounded."""
    values = [node.value for node in nodes if isinstance(node, ast.Constant)]
    texts = [value.encode(errors="replace") for value in values if isinstance(value, str)]
    return [*texts, *(value for value in values if isinstance(value, bytes))][:MOST_TEXTS]


def _with_numbers(nodes: Iterable[ast.AST]) -> Iterator[bytes]:
    """Yield what is assigned to a key, with each number of four digits where the program puts a value."""
    assigned = [node for node in nodes if isinstance(node, ast.Assign) and "key" in _name_of(node.targets[0]).lower()]
    joined = [node.value for node in assigned if isinstance(node.value, ast.JoinedStr)]
    for text in joined[:MOST_JOINED]:
        parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in text.values]
        if parts.count(None) == 1:
            for number in range(10**SHORT_DIGITS):
                yield "".join(f"{number:0{SHORT_DIGITS}}" if part is None else part for part in parts).encode()


def _name_of(target: ast.expr) -> str:
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
    return ""


def _made_of(public: Sequence[str]) -> Iterator[bytes]:
    pairs = map("".join, product(public, MARKS, ("", *public)))
    return _as_is_and_hashed({case.encode() for text in pairs for case in (text, text.title(), text.upper())})


def _as_is_and_hashed(texts: Iterable[bytes]) -> Iterator[bytes]:
    for text in texts:
        yield text
        for name in HASHES:
            digest = hashlib.new(name, text, usedforsecurity=False)
            yield digest.digest()
            yield digest.hexdigest().encode()
