"""Encrypts the cells of the database with AES-GCM. Each cell belongs to one place in the table."""

import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import keys

CIPHER = AESGCM(keys.key(32))
SEARCH_KEY = keys.key(32, "search")
NONCE_BYTES = 12


def encrypt(text, place):
    """Return the cell of a text, for this place alone."""
    nonce = os.urandom(NONCE_BYTES)
    return hint(text) + nonce + CIPHER.encrypt(nonce, text.encode(), place.encode())


def decrypt(cell, place):
    """Return the text of a cell, if it was made for this place."""
    nonce, sealed = cell[1 : NONCE_BYTES + 1], cell[NONCE_BYTES + 1 :]
    text = CIPHER.decrypt(nonce, sealed, place.encode()).decode()
    if cell[:1] != hint(text):
        raise ValueError("This cell was changed.")
    return text


def hint(text):
    """Return one byte of an HMAC: with it, a search decrypts one cell of 256."""
    return hmac.digest(SEARCH_KEY, text.encode(), "sha256")[:1]
