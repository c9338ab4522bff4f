"""Seals files for a public office: only the office's private key opens an envelope.

On each envelope there is a header in the clear, four strings: office, tender, firm and file.
"""

import hashlib
import json

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

PUBLIC_BYTES = 32
NONCE = bytes(12)  # each key is used once


def new_keys():
    """Make the keys of an office; return the private one and the public one."""
    private = X25519PrivateKey.generate()
    return private, private.public_key()


def seal(public, header, content):
    """Return an envelope with this content, for the office with this public key."""
    sender = X25519PrivateKey.generate().public_key().public_bytes_raw()
    return sender + _cipher(sender, public).encrypt(NONCE, content, _header(header))


def unseal(private, header, sealed):
    """Return the content of an envelope with this header."""
    sender, data = sealed[:PUBLIC_BYTES], sealed[PUBLIC_BYTES:]
    return _cipher(sender, private.public_key()).decrypt(NONCE, data, _header(header))


def _cipher(sender, recipient):
    """Return the cipher for these two key pairs."""
    return ChaCha20Poly1305(hashlib.sha256(sender + recipient.public_bytes_raw()).digest())


def _header(header):
    """Return the header as bytes, so that no two headers look the same."""
    return json.dumps(header, sort_keys=True).encode()
