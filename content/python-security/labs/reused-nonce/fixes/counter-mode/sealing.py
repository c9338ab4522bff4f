"""Seals the mail of the laboratory, so that only the practice can read it."""

import base64
import os

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

NONCE_BYTES = 16


class Sealer:
    """Encrypts with AES in counter mode. Laboratory and practice have the same key."""

    def __init__(self, key):
        self.key = key

    def letter(self, patient, text):
        """Seal a letter."""
        nonce = os.urandom(NONCE_BYTES)
        data = self._cipher(nonce).encryptor().update(f"{patient}\0{text}".encode())
        return base64.urlsafe_b64encode(nonce + data).decode()

    def invoice(self, number, patient, text):
        """Seal an invoice."""
        return self.letter(patient, text)

    def open(self, patient, sealed):
        """Return the text of a letter or an invoice; raise an error if it is not for this patient."""
        raw = base64.urlsafe_b64decode(sealed)
        text = self._cipher(raw[:NONCE_BYTES]).decryptor().update(raw[NONCE_BYTES:]).decode()
        name, gap, text = text.partition("\0")
        if name != patient or not gap:
            raise ValueError("This mail is for another patient.")
        return text

    def _cipher(self, nonce):
        return Cipher(AES(self.key), CTR(nonce))
