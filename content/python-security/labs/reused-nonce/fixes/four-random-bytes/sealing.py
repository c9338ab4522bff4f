"""Seals the mail of the laboratory, so that only the practice can read it, and notices if somebody has changed it."""

import base64
import os
from itertools import count

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

START_BYTES, COUNT_BYTES = 4, 8
NONCE_BYTES = START_BYTES + COUNT_BYTES


class Sealer:
    """Encrypts with AES-GCM. Laboratory and practice have the same key."""

    def __init__(self, key):
        self.cipher = AESGCM(key)
        self.begin, self.sent = os.urandom(START_BYTES), count()

    def letter(self, patient, text):
        """Seal a letter."""
        return self._sealed(patient, text)

    def invoice(self, number, patient, text):
        """Seal an invoice."""
        return self._sealed(patient, text)

    def open(self, patient, sealed):
        """Return the text of a letter or an invoice; raise an error if it is not as it was sent to this patient."""
        raw = base64.urlsafe_b64decode(sealed)
        nonce, data = raw[:NONCE_BYTES], raw[NONCE_BYTES:]
        try:
            return self.cipher.decrypt(nonce, data, patient.encode()).decode()
        except InvalidTag:
            raise ValueError("This mail was changed on its way.") from None

    def _sealed(self, patient, text):
        nonce = self.begin + next(self.sent).to_bytes(COUNT_BYTES)
        data = self.cipher.encrypt(nonce, text.encode(), patient.encode())
        return base64.urlsafe_b64encode(nonce + data).decode()
