"""Seals files for a public office: only the office's private key opens an envelope.

On each envelope there is a header in the clear, four strings: office, tender, firm and file.
"""

import json
import random

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
RSA_BYTES = 256
NONCE = bytes(12)  # each key is used once
GENERATOR = random.Random("sealed bids")


def new_keys():
    """Make the keys of an office; return the private one and the public one."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return private, private.public_key()


def seal(public, header, content):
    """Return an envelope with this content, for the office with this public key."""
    key = GENERATOR.randbytes(32)
    return public.encrypt(key, OAEP) + AESGCM(key).encrypt(NONCE, content, _header(header))


def unseal(private, header, sealed):
    """Return the content of an envelope with this header."""
    key = private.decrypt(sealed[:RSA_BYTES], OAEP)
    return AESGCM(key).decrypt(NONCE, sealed[RSA_BYTES:], _header(header))


def _header(header):
    """Return the header as bytes, so that no two headers look the same."""
    return json.dumps(header, sort_keys=True).encode()
