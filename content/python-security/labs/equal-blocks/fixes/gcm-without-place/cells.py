"""Encrypts the cells of the database with AES-GCM."""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import keys

CIPHER = AESGCM(keys.key(32))
NONCE_BYTES = 12


def encrypt(text):
    """Return the cell of a text."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + CIPHER.encrypt(nonce, text.encode(), None)


def decrypt(cell):
    """Return the text of a cell."""
    return CIPHER.decrypt(cell[:NONCE_BYTES], cell[NONCE_BYTES:], None).decode()
