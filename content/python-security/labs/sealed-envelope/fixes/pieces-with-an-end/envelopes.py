"""Seals files for a public office: only the office's private key opens an envelope.

On each envelope there is a header in the clear, four strings: office, tender, firm and file.
"""

import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
RSA_BYTES, PIECE_BYTES, TAG_BYTES = 256, 1024, 16


def new_keys():
    """Make the keys of an office; return the private one and the public one."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return private, private.public_key()


def seal(public, header, content):
    """Return an envelope with this content, for the office with this public key."""
    key = AESGCM.generate_key(256)
    starts = range(0, max(1, len(content)), PIECE_BYTES)
    pieces = [
        AESGCM(key).encrypt(_nonce(number, start == starts[-1]), content[start : start + PIECE_BYTES], _header(header))
        for number, start in enumerate(starts)
    ]
    return public.encrypt(key, OAEP) + b"".join(pieces)


def unseal(private, header, sealed):
    """Return the content of an envelope with this header."""
    key, data = private.decrypt(sealed[:RSA_BYTES], OAEP), sealed[RSA_BYTES:]
    starts = range(0, max(1, len(data)), PIECE_BYTES + TAG_BYTES)
    return b"".join(
        AESGCM(key).decrypt(_nonce(number, start == starts[-1]), data[start : start + PIECE_BYTES + TAG_BYTES], _header(header))
        for number, start in enumerate(starts)
    )


def _nonce(number, is_last):
    """Return the nonce of a piece. The last piece has another one, so that none can be missing."""
    return number.to_bytes(11) + bytes([is_last])


def _header(header):
    """Return the header as bytes, so that no two headers look the same."""
    return json.dumps(header, sort_keys=True).encode()
