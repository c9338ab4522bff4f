"""Encrypts the cells of the database with ChaCha20-Poly1305, with a key of its own for each person."""

import os

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

import keys


class Person:
    """The cells of one person."""

    def __init__(self, number):
        self.cipher = ChaCha20Poly1305(keys.key(32, f"cells of {number}"))

    def encrypt(self, column, text):
        """Return the cell of a text in this column."""
        nonce = os.urandom(12)
        return nonce + self.cipher.encrypt(nonce, text.encode(), column.encode())

    def decrypt(self, column, cell):
        """Return the text of a cell in this column."""
        return self.cipher.decrypt(cell[:12], cell[12:], column.encode()).decode()
