"""Encrypts the cells of the database with AES-GCM. Each cell belongs to one place in the table."""

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import keys

NONCE_BYTES = 12


def encrypt(text, place, before):
    """Return the cell of a text, for this place alone. Each version counts on from the cell before."""
    count = int.from_bytes(before[:NONCE_BYTES]) + 1 if before else 0
    nonce = count.to_bytes(NONCE_BYTES)
    return nonce + cipher(place).encrypt(nonce, text.encode(), None)


def decrypt(cell, place):
    """Return the text of a cell, if it was made for this place."""
    return cipher(place).decrypt(cell[:NONCE_BYTES], cell[NONCE_BYTES:], None).decode()


def cipher(place):
    """Return AES-GCM with the key of this place, which has nonces of its own."""
    return AESGCM(keys.key(32, place))
