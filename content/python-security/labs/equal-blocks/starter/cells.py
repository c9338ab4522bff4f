"""Encrypts the cells of the database with AES."""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

import keys

CIPHER = Cipher(algorithms.AES(keys.key(16)), modes.ECB())


def encrypt(text):
    """Return the cell of a text."""
    padder = PKCS7(algorithms.AES.block_size).padder()
    padded = padder.update(text.encode()) + padder.finalize()
    encryptor = CIPHER.encryptor()
    return encryptor.update(padded) + encryptor.finalize()


def decrypt(cell):
    """Return the text of a cell."""
    decryptor = CIPHER.decryptor()
    padded = decryptor.update(cell) + decryptor.finalize()
    unpadder = PKCS7(algorithms.AES.block_size).unpadder()
    return (unpadder.update(padded) + unpadder.finalize()).decode()
