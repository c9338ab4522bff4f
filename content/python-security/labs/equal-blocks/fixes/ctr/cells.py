"""Encrypts the cells of the database with AES in CTR mode."""

import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

import keys

KEY = keys.key(32)
NONCE_BYTES = 16


def encrypt(text):
    """Return the cell of a text."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + Cipher(algorithms.AES(KEY), modes.CTR(nonce)).encryptor().update(text.encode())


def decrypt(cell):
    """Return the text of a cell."""
    decryptor = Cipher(algorithms.AES(KEY), modes.CTR(cell[:NONCE_BYTES])).decryptor()
    return decryptor.update(cell[NONCE_BYTES:]).decode()
