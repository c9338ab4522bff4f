"""The keys that sign certificates: a private one for new certificates, and the public ones of all that were issued.

One file of the data folder holds them as a JWK Set (RFC 7517), for its owner's eyes only: the first key has its private
members, of all others only the public ones are kept. So nothing can be signed any more with a key that was rotated out.
Knows no Django.
"""

import base64
import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from jwt import InvalidKeyError
from jwt.algorithms import RSAAlgorithm

KEY_BITS: Final = 3072
"""A certificate is checked for years; NIST SP 800-57 gives 2048 bits until 2030 only."""
LEAST_BITS: Final = 2048
MOST_BITS: Final = 8192
"""A larger key would make everybody who checks a certificate compute for long."""
MOST_KEYS: Final = 100
ALGORITHM: Final = "RS256"

type Jwk = Mapping[str, str]
"""A public RSA key as JSON: ``kty``, ``n``, ``e`` (RFC 7517)."""


class KeysUnreadable(Exception):  # noqa: N818  what was given, not a mistake of the program
    """A file or text is no set of public keys."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that checks signatures; ``kid`` is its thumbprint (RFC 7638), so that no key can take another's name."""

    kid: str
    key: RSAPublicKey

    @property
    def jwk(self) -> dict[str, str]:
        """Its members as JSON."""
        members = RSAAlgorithm.to_jwk(self.key, as_dict=True)
        return {"kty": "RSA", "n": str(members["n"]), "e": str(members["e"])}

    @property
    def published(self) -> dict[str, str]:
        """Its members as JSON, as a set of keys has them."""
        return self.jwk | {"kid": self.kid, "alg": ALGORITHM, "use": "sig"}


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs."""

    public: PublicKey
    private: RSAPrivateKey


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The key that signs, and all that were used before, the latest first."""

    current: SigningKey
    earlier: tuple[PublicKey, ...]

    @property
    def public(self) -> dict[str, PublicKey]:
        """All public keys by their ids."""
        return {each.kid: each for each in (self.current.public, *self.earlier)}


def thumbprint(jwk: Jwk) -> str:
    """Return the SHA-256 thumbprint of an RSA key (RFC 7638, 3.2)."""
    members = {"e": jwk["e"], "kty": "RSA", "n": jwk["n"]}
    digest = hashlib.sha256(json.dumps(members, separators=(",", ":"), sort_keys=True).encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def public_key(key: RSAPublicKey) -> PublicKey:
    """Return a key with its thumbprint."""
    members = RSAAlgorithm.to_jwk(key, as_dict=True)
    return PublicKey(thumbprint({"n": str(members["n"]), "e": str(members["e"])}), key)


def read_key_set(text: bytes | str) -> dict[str, PublicKey]:
    """Read public keys by their ids from a JWK Set; keys of other kinds are left out, as RFC 7517 wants it.

    The ids are computed here: what the set calls a key is not believed.

    Raises:
        KeysUnreadable: It is no such set, or it has no RSA key of 2048 to 8192 bits.

    """
    keys = {each.kid: each for each in map(_read_public, _members_of(text)) if each is not None}
    if not keys:
        raise KeysUnreadable("It has no RSA key.")
    return keys


def key_set(keys: Mapping[str, PublicKey]) -> dict[str, list[dict[str, str]]]:
    """Return public keys as everybody may have them."""
    return {"keys": [each.published for each in keys.values()]}


def load_ring(path: Path) -> KeyRing | None:
    """Return the keys of a data folder; None before the first certificate.

    Raises:
        KeysUnreadable: The file is damaged.
        OSError: It cannot be read.

    """
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return None
    return _ring_of(text)


def private_text(key: SigningKey) -> str:
    """Write a key that signs, with its private members, as a JWK Set of one."""
    members = RSAAlgorithm.to_jwk(key.private, as_dict=True) | key.public.published
    return json.dumps({"keys": [members]})


@lru_cache(maxsize=1)
def read_ring(private: str, public: str) -> KeyRing:
    """Read the keys from what `private_text` wrote, and from a JWK Set of all public ones.

    Raises:
        KeysUnreadable: One of them is damaged.

    """
    current = _ring_of(private.encode()).current
    earlier = tuple(each for each in read_key_set(public).values() if each.kid != current.public.kid)
    return KeyRing(current, earlier)


@lru_cache(maxsize=1)
def _ring_of(text: bytes) -> KeyRing:
    """Read the keys of a file once: a private key is checked for a tenth of a second, and anybody may ask for keys."""
    first, *others = _members_of(text)
    try:
        private = RSAAlgorithm.from_jwk(first)
    except (InvalidKeyError, ValueError, TypeError, KeyError):
        private = None
    if not isinstance(private, RSAPrivateKey):
        raise KeysUnreadable("Its first key is none that signs.")
    earlier = tuple(each for each in map(_read_public, others) if each is not None)
    return KeyRing(SigningKey(public_key(private.public_key()), private), earlier)


def open_ring(path: Path) -> KeyRing:
    """Return the keys of a data folder, and make the first one if there is none.

    Raises:
        KeysUnreadable: The file is damaged; nothing is put in its place.
        OSError: It cannot be read or written.

    """
    return load_ring(path) or _change(path, lambda ring: ring or KeyRing(make_key(), ()))


def put_ring(path: Path, ring: KeyRing) -> KeyRing:
    """Write keys that were elsewhere into a data folder, unless there are some, and return those that are there.

    Raises:
        KeysUnreadable: The file is damaged; nothing is put in its place.
        OSError: It cannot be read or written.

    """
    return _change(path, lambda there: there or ring)


def rotate(path: Path, *, is_compromised: bool = False) -> KeyRing:
    """Sign with a new key from now on, forget the private part of the one before, and return the keys.

    Args:
        path: the file of the data folder.
        is_compromised: somebody else may have the old key. Its public part is forgotten as well, and that of all
            before it: nobody can check what they have signed any more, be it genuine or forged.

    Raises:
        KeysUnreadable: The file is damaged; nothing is put in its place.
        OSError: It cannot be read or written.

    """

    def rotated(ring: KeyRing | None) -> KeyRing:
        if ring is None or is_compromised:
            return KeyRing(make_key(), ())
        return KeyRing(make_key(), (ring.current.public, *ring.earlier)[: MOST_KEYS - 1])

    return _change(path, rotated)


def make_key() -> SigningKey:
    """Return a new key."""
    private = generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    return SigningKey(public_key(private.public_key()), private)


def _change(path: Path, change: "Callable[[KeyRing | None], KeyRing]") -> KeyRing:
    with _locked(path):
        ring = change(load_ring(path))
        members = RSAAlgorithm.to_jwk(ring.current.private, as_dict=True) | ring.current.public.published
        text = json.dumps({"keys": [members, *(each.published for each in ring.earlier)]}, indent=1)
        draft = path.with_name(f"{path.name}.{os.getpid()}")  # no backup holds such a name
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    return ring


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep two who make a first key at once from making two."""
    descriptor = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _members_of(text: bytes | str) -> list[dict[str, Any]]:  # Any: JSON of somebody else
    try:
        keys = json.loads(text)["keys"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise KeysUnreadable("It is no JWK Set.") from None
    if not isinstance(keys, list) or not 0 < len(keys) <= MOST_KEYS or not all(isinstance(each, dict) for each in keys):
        raise KeysUnreadable("It is no JWK Set.")
    return keys


def _read_public(members: Mapping[str, object]) -> PublicKey | None:
    n, e = members.get("n"), members.get("e")
    if members.get("kty") != "RSA" or not isinstance(n, str) or not isinstance(e, str) or len(n) > MOST_BITS:
        return None
    try:
        key = RSAAlgorithm.from_jwk({"kty": "RSA", "n": n, "e": e})
    except (InvalidKeyError, ValueError):
        return None
    if not isinstance(key, RSAPublicKey) or not LEAST_BITS <= key.key_size <= MOST_BITS:
        return None
    return public_key(key)
