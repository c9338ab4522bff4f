"""Seals files for a public office: only the office's private key opens an envelope.

On each envelope there is a header in the clear, four strings: office, tender, firm and file.
"""

import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
RSA_BYTES, NONCE_BYTES = 256, 12


def new_keys():
    """Make the keys of an office; return the private one and the public one."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return private, private.public_key()


def seal(public, header, content):
    """Return an envelope with this content, for the office with this public key."""
    key, nonce = AESGCM.generate_key(256), os.urandom(NONCE_BYTES)
    return public.encrypt(key, OAEP) + nonce + AESGCM(key).encrypt(nonce, content, _header(header))


def unseal(private, header, sealed):
    """Return the content of an envelope with this header."""
    key = private.decrypt(sealed[:RSA_BYTES], OAEP)
    nonce, data = sealed[RSA_BYTES : RSA_BYTES + NONCE_BYTES], sealed[RSA_BYTES + NONCE_BYTES :]
    return AESGCM(key).decrypt(nonce, data, _header(header))


def _header(header):
    """Return the header as bytes; no field may contain a bar."""
    fields = [header["office"], header["tender"], header["firm"], header["file"]]
    if any("|" in field for field in fields):
        raise ValueError("A field contains a bar.")
    return "|".join(fields).encode()
