"""Seals the mail of the laboratory, so that only the practice can read it, and notices if somebody has changed it."""

import base64
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
COUNTER = Path(__file__).with_name("counter.txt")
NEW = COUNTER.with_name("counter.new")
DIGITS = 20  # always the same, so that a missing end is noticed


class Sealer:
    """Encrypts with AES-GCM. Laboratory and practice have the same key."""

    def __init__(self, key):
        self.cipher = AESGCM(key)

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
        nonce = self._next().to_bytes(NONCE_BYTES)
        data = self.cipher.encrypt(nonce, text.encode(), patient.encode())
        return base64.urlsafe_b64encode(nonce + data).decode()

    def _next(self):
        """Return a number that was never used; it is in the file before it is used."""
        number = 1
        if COUNTER.exists():
            text = COUNTER.read_text()
            if len(text) != DIGITS:
                raise ValueError("The counter was damaged. Nobody knows which numbers were used.")
            number = int(text) + 1
        with NEW.open("w") as file:
            file.write(f"{number:0{DIGITS}}")
            file.flush()
            os.fsync(file.fileno())
        NEW.replace(COUNTER)
        return number
