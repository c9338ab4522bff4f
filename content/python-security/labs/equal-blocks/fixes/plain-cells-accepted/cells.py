"""Encrypts the cells of the database with AES-GCM. Each cell belongs to one place in the table."""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import keys

CIPHER = AESGCM(keys.key(32))
NONCE_BYTES = 12
VERSION = b"v2:"


def encrypt(text, place):
    """Return the cell of a text, for this place alone."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + CIPHER.encrypt(nonce, text.encode(), place.encode())


def decrypt(cell, place):
    """Return the text of a cell, if it was made for this place."""
    if not cell.startswith(VERSION):
        return cell.decode()  # not encrypted yet
    cell = cell.removeprefix(VERSION)
    return CIPHER.decrypt(cell[:NONCE_BYTES], cell[NONCE_BYTES:], place.encode()).decode()
