"""Encrypts the cells of the database with AES in CTR mode, and protects each of them with an HMAC."""

import hmac
import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

import keys

CIPHER_KEY = keys.key(32, "cells: encryption")
TAG_KEY = keys.key(32, "cells: HMAC")
NONCE_BYTES, TAG_BYTES = 16, 32


def encrypt(text, place):
    """Return the cell of a text: nonce, ciphertext and tag."""
    nonce = os.urandom(NONCE_BYTES)
    body = nonce + _apply(nonce, text.encode())
    return body + _tag(body, place)


def decrypt(cell, place):
    """Return the text of a cell, after its tag was verified."""
    body, tag = cell[:-TAG_BYTES], cell[-TAG_BYTES:]
    if not hmac.compare_digest(tag, _tag(body, place)):
        raise ValueError("This cell was changed, or is from another place.")
    return _apply(body[:NONCE_BYTES], body[NONCE_BYTES:]).decode()


def _apply(nonce, data):
    return Cipher(algorithms.AES(CIPHER_KEY), modes.CTR(nonce)).encryptor().update(data)


def _tag(body, place):
    return hmac.digest(TAG_KEY, f"{place}:".encode() + body, "sha256")
