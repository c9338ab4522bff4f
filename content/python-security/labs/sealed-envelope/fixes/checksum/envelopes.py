"""Seals files for a public office: only the office's private key opens an envelope.

On each envelope there is a header in the clear, four strings: office, tender, firm and file.
"""

import hashlib
import json
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
RSA_BYTES, HASH_BYTES = 256, 32


def new_keys():
    """Make the keys of an office; return the private one and the public one."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return private, private.public_key()


def seal(public, header, content):
    """Return an envelope with this content, for the office with this public key."""
    key = os.urandom(32)
    body = public.encrypt(key, OAEP) + _aes(key, _header(header) + content)
    return hashlib.sha256(body).digest() + body


def unseal(private, header, sealed):
    """Return the content of an envelope with this header."""
    checksum, body = sealed[:HASH_BYTES], sealed[HASH_BYTES:]
    if hashlib.sha256(body).digest() != checksum:
        raise ValueError("The envelope was changed.")
    data = _aes(private.decrypt(body[:RSA_BYTES], OAEP), body[RSA_BYTES:])
    if not data.startswith(_header(header)):
        raise ValueError("The header was changed.")
    return data.removeprefix(_header(header))


def _header(header):
    """Return the header as bytes, so that no two headers look the same."""
    return json.dumps(header, sort_keys=True).encode()


def _aes(key, data):
    """Encrypt data, or decrypt it: in counter mode, both are the same."""
    return Cipher(algorithms.AES(key), modes.CTR(bytes(16))).encryptor().update(data)
