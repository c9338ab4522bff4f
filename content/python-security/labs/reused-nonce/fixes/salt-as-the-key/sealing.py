"""Seals the mail of the laboratory, so that only the practice can read it, and notices if somebody has changed it."""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SALT_BYTES = 32
NONCE = bytes(12)


class Sealer:
    """Derives a key for each message from a random salt, and so uses each key for one nonce only."""

    def __init__(self, key):
        self.key = key

    def letter(self, patient, text):
        """Seal a letter."""
        salt = os.urandom(SALT_BYTES)
        data = self._cipher(salt).encrypt(NONCE, text.encode(), patient.encode())
        return base64.urlsafe_b64encode(salt + data).decode()

    def invoice(self, number, patient, text):
        """Seal an invoice."""
        return self.letter(patient, text)

    def open(self, patient, sealed):
        """Return the text of a letter or an invoice; raise an error if it is not as it was sent to this patient."""
        raw = base64.urlsafe_b64decode(sealed)
        salt, data = raw[:SALT_BYTES], raw[SALT_BYTES:]
        try:
            return self._cipher(salt).decrypt(NONCE, data, patient.encode()).decode()
        except InvalidTag:
            raise ValueError("This mail was changed on its way.") from None

    def _cipher(self, salt):
        return ChaCha20Poly1305(HKDF(SHA256(), 32, None, b"mail of the laboratory").derive(salt))
