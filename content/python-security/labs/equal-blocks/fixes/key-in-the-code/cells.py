"""Encrypts the cells of the database with AES-GCM. Each cell belongs to one place in the table."""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CIPHER = AESGCM(bytes.fromhex("5bd1c0e92f7a46c8a3e07d14f68b923c"))
NONCE_BYTES = 12


def encrypt(text, place):
    """Return the cell of a text, for this place alone."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + CIPHER.encrypt(nonce, text.encode(), place.encode())


def decrypt(cell, place):
    """Return the text of a cell, if it was made for this place."""
    return CIPHER.decrypt(cell[:NONCE_BYTES], cell[NONCE_BYTES:], place.encode()).decode()
