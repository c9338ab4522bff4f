"""Signatures as `ssh-keygen -Y sign` makes them, of Ed25519 keys alone, for the namespace of course packs.

The format is PROTOCOL.sshsig of OpenSSH. The namespace is part of what is signed, so that a signature of a commit or an
e-mail by the same key is none of a pack.
"""

import base64
import binascii
import hashlib
import re
import struct
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_ssh_private_key,
)

from quintain.packs.packed.errors import PackFileRefused

NAMESPACE: Final = "quintain-pack"
KIND: Final = "ssh-ed25519"
LARGEST_SIGNATURE_BYTES: Final = 4096
_MAGIC: Final = b"SSHSIG"
_VERSION: Final = 1
_HASH: Final = "sha512"  # what ssh-keygen takes unless told otherwise
_HASHES: Final = frozenset({b"sha512", b"sha256"})
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_COLUMNS: Final = 70
_KEY_BYTES: Final = 32
_SIGNATURE_BYTES: Final = 64
_UNPRINTABLE: Final = re.compile(r"[^ -~]")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An Ed25519 public key, its 32 bytes, and the comment that its owner gave it, which nothing proves."""

    raw: bytes
    comment: str = ""

    @property
    def fingerprint(self) -> str:
        """Return what people compare, as ``ssh-keygen -l`` writes it."""
        return f"SHA256:{base64.b64encode(hashlib.sha256(self.blob).digest()).decode().rstrip('=')}"

    @property
    def blob(self) -> bytes:
        """The key as it is on the wire: RFC 8709."""
        return _string(KIND.encode()) + _string(self.raw)

    @property
    def line(self) -> str:
        """The key as a line of a ``.pub`` file."""
        return f"{KIND} {base64.b64encode(self.blob).decode()} {self.comment}".rstrip()


class _Malformed(Exception):  # noqa: N818  always caught here
    """Bytes that are not as the format has them."""


def read_public_key(line: str) -> PublicKey:
    """Read a line of a ``.pub`` file.

    Raises:
        PackFileRefused: It is no Ed25519 public key of SSH.

    """
    kind, _, rest = line.strip().partition(" ")
    encoded, _, comment = rest.strip().partition(" ")
    try:
        raw = _raw_key(base64.b64decode(encoded, validate=True)) if kind == KIND else b""
    except (_Malformed, binascii.Error, ValueError):
        raw = b""
    if not raw:
        raise PackFileRefused(
            "This is no Ed25519 public key of SSH.",
            "Give a line such as: ssh-ed25519 AAAA… name, as `.pub` files hold.",
        )
    return PublicKey(raw, _UNPRINTABLE.sub("?", comment.strip())[:100])


def make_key() -> Ed25519PrivateKey:
    """Draw a private key."""
    return Ed25519PrivateKey.generate()


def public_key_of(private: Ed25519PrivateKey, comment: str = "") -> PublicKey:
    """Return the public half of a private key."""
    return PublicKey(private.public_key().public_bytes_raw(), _UNPRINTABLE.sub("?", comment)[:100])


def write_private_key(private: Ed25519PrivateKey, passphrase: str = "") -> bytes:
    """Write a private key in OpenSSH's format; encrypted, with a key made by bcrypt_pbkdf, if there is a passphrase."""
    encryption = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, encryption)


def needs_passphrase(content: bytes) -> bool:
    """Tell whether a private key of SSH is encrypted."""
    try:
        load_ssh_private_key(content, password=None)
    except TypeError:
        return True
    except (ValueError, UnsupportedAlgorithm):
        return False
    return False


def read_private_key(content: bytes, passphrase: str = "") -> Ed25519PrivateKey:
    """Read a private key in OpenSSH's format.

    Raises:
        PackFileRefused: It is none, not of Ed25519, or the passphrase is wrong.

    """
    try:
        private = load_ssh_private_key(content, passphrase.encode() or None)
    except TypeError:
        raise PackFileRefused("The private key has a passphrase, or has none.", "Try again.") from None
    except (ValueError, UnsupportedAlgorithm):
        raise PackFileRefused(
            "The private key cannot be read.", "Give a file of `quintain pack key` or ssh-keygen, and its passphrase."
        ) from None
    if not isinstance(private, Ed25519PrivateKey):
        raise PackFileRefused("The private key is not one of Ed25519.", "Make one: quintain pack key FILE.")
    return private


def sign(message: bytes, private: Ed25519PrivateKey) -> str:
    """Return the signature of a message, in the armor of ``ssh-keygen -Y sign``."""
    signature = _string(KIND.encode()) + _string(private.sign(_signed(message, _HASH)))
    fields = (public_key_of(private).blob, NAMESPACE.encode(), b"", _HASH.encode(), signature)
    blob = _MAGIC + struct.pack(">I", _VERSION) + b"".join(map(_string, fields))
    encoded = base64.b64encode(blob).decode()
    lines = [encoded[start : start + _COLUMNS] for start in range(0, len(encoded), _COLUMNS)]
    return "\n".join([_BEGIN, *lines, _END, ""])


def verify(message: bytes, signature: str) -> PublicKey:
    """Return the key whose signature this is. Whether anybody trusts the key is another question.

    Raises:
        PackFileRefused: It is no signature, of another namespace or kind of key, or of other bytes.

    """
    try:
        raw, name, value = _parse(signature)
        Ed25519PublicKey.from_public_bytes(raw).verify(value, _signed(message, name))
    except InvalidSignature:
        raise _unsound("The manifest is not the one that was signed.") from None
    except (_Malformed, binascii.Error, ValueError):
        raise _unsound("It is not one of an Ed25519 key as ssh-keygen writes it.") from None
    return PublicKey(raw)


def _parse(signature: str) -> tuple[bytes, str, bytes]:
    """Return the key, the name of the hash and the signature itself."""
    fields = _Fields(_unarmor(signature))
    is_known = fields.take(len(_MAGIC)) == _MAGIC and fields.number() == _VERSION
    if not is_known:
        raise _Malformed
    raw = _raw_key(fields.string())
    namespace, reserved, name, inner = fields.string(), fields.string(), fields.string(), fields.string()
    fields.end()
    if namespace != NAMESPACE.encode():
        raise _unsound("It was made for another purpose than course packs.")
    parts = _Fields(inner)
    kind, value = parts.string(), parts.string()
    parts.end()
    if reserved or name not in _HASHES or kind != KIND.encode() or len(value) != _SIGNATURE_BYTES:
        raise _Malformed
    return raw, name.decode(), value


def _signed(message: bytes, name: str) -> bytes:
    """Return the bytes that the key signs: PROTOCOL.sshsig, "Signed Data"."""
    digest = hashlib.new(name, message).digest()
    return _MAGIC + b"".join(map(_string, (NAMESPACE.encode(), b"", name.encode(), digest)))


def _unarmor(text: str) -> bytes:
    if len(text) > LARGEST_SIGNATURE_BYTES:
        raise _Malformed
    lines = text.splitlines()
    if len(lines) < 3 or lines[0] != _BEGIN or lines[-1] != _END:  # noqa: PLR2004
        raise _Malformed
    return base64.b64decode("".join(lines[1:-1]), validate=True)


def _raw_key(blob: bytes) -> bytes:
    fields = _Fields(blob)
    kind, raw = fields.string(), fields.string()
    fields.end()
    if kind != KIND.encode() or len(raw) != _KEY_BYTES:
        raise _Malformed
    return raw


def _string(content: bytes) -> bytes:
    """Write a string of RFC 4251: its length in four bytes, and the bytes."""
    return struct.pack(">I", len(content)) + content


class _Fields:
    """Reads numbers and strings of RFC 4251, one after the other."""

    def __init__(self, content: bytes) -> None:
        self._left = content

    def take(self, count: int) -> bytes:
        """Take so many bytes."""
        if len(self._left) < count:
            raise _Malformed
        taken, self._left = self._left[:count], self._left[count:]
        return taken

    def number(self) -> int:
        """Take a number of four bytes."""
        return int.from_bytes(self.take(4))

    def string(self) -> bytes:
        """Take a string."""
        return self.take(self.number())

    def end(self) -> None:
        """Refuse what follows the last field."""
        if self._left:
            raise _Malformed


def _unsound(reason: str) -> PackFileRefused:
    return PackFileRefused(
        f"The signature of this pack file is not sound. {reason}",
        "Do not install it. Ask the author for the file, over a way that you trust.",
    )
