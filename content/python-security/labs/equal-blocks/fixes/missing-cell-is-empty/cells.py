"""Encrypts the cells of the database with AES-GCM. Each cell belongs to one place in the table."""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import keys

CIPHER = AESGCM(keys.key(32))
NONCE_BYTES = 12


def encrypt(text, place):
    """Return the cell of a text, for this place alone."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + CIPHER.encrypt(nonce, text.encode(), place.encode())


def decrypt(cell, place):
    """Return the text of a cell, if it was made for this place."""
    if cell is None:
        return ""  # nothing was written yet
    return CIPHER.decrypt(cell[:NONCE_BYTES], cell[NONCE_BYTES:], place.encode()).decode()
