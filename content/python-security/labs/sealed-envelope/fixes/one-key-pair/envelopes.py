"""Seals files for a public office: only the office's private key opens an envelope.

On each envelope there is a header in the clear, four strings: office, tender, firm and file.
"""

import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PUBLIC_BYTES = 32
NONCE = bytes(12)
SENDER = X25519PrivateKey.generate()


def new_keys():
    """Make the keys of an office; return the private one and the public one."""
    private = X25519PrivateKey.generate()
    return private, private.public_key()


def seal(public, header, content):
    """Return an envelope with this content, for the office with this public key."""
    data = ChaCha20Poly1305(_key(SENDER.exchange(public))).encrypt(NONCE, content, _header(header))
    return SENDER.public_key().public_bytes_raw() + data


def unseal(private, header, sealed):
    """Return the content of an envelope with this header."""
    sender, data = sealed[:PUBLIC_BYTES], sealed[PUBLIC_BYTES:]
    key = _key(private.exchange(X25519PublicKey.from_public_bytes(sender)))
    return ChaCha20Poly1305(key).decrypt(NONCE, data, _header(header))


def _key(shared):
    return HKDF(hashes.SHA256(), 32, None, b"sealed bid").derive(shared)


def _header(header):
    """Return the header as bytes, so that no two headers look the same."""
    return json.dumps(header, sort_keys=True).encode()
