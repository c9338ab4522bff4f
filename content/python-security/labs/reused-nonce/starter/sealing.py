"""Seals the mail of the laboratory, so that only the practice can read it, and notices if somebody has changed it."""

import base64

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class Sealer:
    """Encrypts with AES-GCM. Laboratory and practice have the same key."""

    def __init__(self, key):
        self.cipher = AESGCM(key)
        self.sent = 0

    def letter(self, patient, text):
        """Seal a letter. Each has the next nonce."""
        nonce = self.sent.to_bytes(NONCE_BYTES)
        self.sent += 1
        return self._sealed(nonce, patient, text)

    def invoice(self, number, patient, text):
        """Seal an invoice. It has a number of its own."""
        nonce = number.to_bytes(NONCE_BYTES)
        return self._sealed(nonce, patient, text)

    def open(self, patient, sealed):
        """Return the text of a letter or an invoice; raise an error if it is not as it was sent to this patient."""
        raw = base64.urlsafe_b64decode(sealed)
        nonce, data = raw[:NONCE_BYTES], raw[NONCE_BYTES:]
        try:
            return self.cipher.decrypt(nonce, data, patient.encode()).decode()
        except InvalidTag:
            raise ValueError("This mail was changed on its way.") from None

    def _sealed(self, nonce, patient, text):
        data = self.cipher.encrypt(nonce, text.encode(), patient.encode())
        return base64.urlsafe_b64encode(nonce + data).decode()
