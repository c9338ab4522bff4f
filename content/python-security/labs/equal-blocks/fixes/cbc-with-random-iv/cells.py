"""Encrypts the cells of the database with AES in CBC mode."""

import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

import keys

KEY = keys.key(32)
BLOCK_BYTES = 16


def encrypt(text):
    """Return the cell of a text."""
    padder = PKCS7(algorithms.AES.block_size).padder()
    padded = padder.update(text.encode()) + padder.finalize()
    iv = os.urandom(BLOCK_BYTES)
    encryptor = Cipher(algorithms.AES(KEY), modes.CBC(iv)).encryptor()
    return iv + encryptor.update(padded) + encryptor.finalize()


def decrypt(cell):
    """Return the text of a cell."""
    decryptor = Cipher(algorithms.AES(KEY), modes.CBC(cell[:BLOCK_BYTES])).decryptor()
    padded = decryptor.update(cell[BLOCK_BYTES:]) + decryptor.finalize()
    unpadder = PKCS7(algorithms.AES.block_size).unpadder()
    return (unpadder.update(padded) + unpadder.finalize()).decode()
