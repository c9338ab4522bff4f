"""Encrypts the cells of the database with AES."""

import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.padding import PKCS7

import keys

CIPHER = Cipher(algorithms.AES(keys.key(16)), modes.ECB())
ROLES = AESGCM(keys.key(32, "roles"))


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


def encrypt_role(role, number):
    """Return the cell of the role of this person."""
    nonce = os.urandom(12)
    return nonce + ROLES.encrypt(nonce, role.encode(), str(number).encode())


def decrypt_role(cell, number):
    """Return the role of this person."""
    return ROLES.decrypt(cell[:12], cell[12:], str(number).encode()).decode()
