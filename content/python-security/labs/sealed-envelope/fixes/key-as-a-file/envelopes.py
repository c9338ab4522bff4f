"""Seals files for a public office: only the office's private key opens an envelope.

On each envelope there is a header in the clear, four strings: office, tender, firm and file.
"""

import hashlib
import json
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

RSA_BYTES, NONCE_BYTES = 256, 12
SMALL = 150  # so much fits into RSA with OAEP


def new_keys():
    """Make the keys of an office; return the private one and the public one."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return private, private.public_key()


def seal(public, header, content):
    """Return an envelope with this content, for the office with this public key."""
    if len(content) <= SMALL:
        return b"S" + public.encrypt(content, _oaep(header))
    key, nonce = AESGCM.generate_key(256), os.urandom(NONCE_BYTES)
    wrapped = public.encrypt(key, _oaep(header))
    return b"L" + wrapped + nonce + AESGCM(key).encrypt(nonce, content, wrapped)


def unseal(private, header, sealed):
    """Return the content of an envelope with this header."""
    kind, wrapped, rest = sealed[:1], sealed[1 : 1 + RSA_BYTES], sealed[1 + RSA_BYTES :]
    inside = private.decrypt(wrapped, _oaep(header))
    if kind == b"S" and not rest:
        return inside
    if kind == b"L":
        return AESGCM(inside).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], wrapped)
    raise ValueError("This is no envelope.")


def _oaep(header):
    """Return the padding for an envelope with this header: the label is the hash of the header."""
    label = hashlib.sha256(json.dumps(header, sort_keys=True).encode()).digest()
    return padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), label)
