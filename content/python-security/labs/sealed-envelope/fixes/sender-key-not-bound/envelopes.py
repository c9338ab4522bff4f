"""Seals files for a public office: only the office's private key opens an envelope.

On each envelope there is a header in the clear, four strings: office, tender, firm and file.
"""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PUBLIC_BYTES = 32
NONCE = bytes(12)  # each key is used once


def new_keys():
    """Make the keys of an office; return the private one and the public one."""
    private = X25519PrivateKey.generate()
    return private, private.public_key()


def seal(public, header, content):
    """Return an envelope with this content, for the office with this public key."""
    once = X25519PrivateKey.generate()
    sender = once.public_key().public_bytes_raw()
    key = _key(once.exchange(public), public.public_bytes_raw(), header)
    return sender + ChaCha20Poly1305(key).encrypt(NONCE, content, None)


def unseal(private, header, sealed):
    """Return the content of an envelope with this header."""
    sender, data = sealed[:PUBLIC_BYTES], sealed[PUBLIC_BYTES:]
    shared = private.exchange(X25519PublicKey.from_public_bytes(sender))
    key = _key(shared, private.public_key().public_bytes_raw(), header)
    return ChaCha20Poly1305(key).decrypt(NONCE, data, None)


def _key(shared, recipient, header):
    """Derive the key of an envelope from the secret, the office and the header; the length is in front of each field."""
    fields = [value.encode() for _, value in sorted(header.items())]
    info = b"sealed bid" + recipient + b"".join(len(field).to_bytes(4) + field for field in fields)
    return HKDF(hashes.SHA256(), 32, None, info).derive(shared)
