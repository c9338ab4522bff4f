"""Seals the mail of the laboratory, so that only the practice can read it, and notices if somebody has changed it."""

import base64
import hmac
import os

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

NONCE_BYTES, TAG_BYTES = 16, 32


class Sealer:
    """Encrypts with AES in counter mode, and adds an HMAC. Laboratory and practice have the same key."""

    def __init__(self, key):
        self.key, self.tag_key = hmac.digest(key, b"encrypt", "sha256"), hmac.digest(key, b"tag", "sha256")
        self.last = int.from_bytes(os.urandom(NONCE_BYTES))

    def letter(self, patient, text):
        """Seal a letter. Each has the next nonce."""
        self.last = (self.last + 1) % 256**NONCE_BYTES
        nonce = self.last.to_bytes(NONCE_BYTES)
        data = nonce + self._cipher(nonce).encryptor().update(text.encode())
        return base64.urlsafe_b64encode(data + self._tag(patient, data)).decode()

    def invoice(self, number, patient, text):
        """Seal an invoice."""
        return self.letter(patient, text)

    def open(self, patient, sealed):
        """Return the text of a letter or an invoice; raise an error if it is not as it was sent to this patient."""
        raw = base64.urlsafe_b64decode(sealed)
        data, tag = raw[:-TAG_BYTES], raw[-TAG_BYTES:]
        if not hmac.compare_digest(tag, self._tag(patient, data)):
            raise ValueError("This mail was changed on its way.")
        return self._cipher(data[:NONCE_BYTES]).decryptor().update(data[NONCE_BYTES:]).decode()

    def _cipher(self, nonce):
        return Cipher(AES(self.key), CTR(nonce))

    def _tag(self, patient, data):
        name = patient.encode()
        return hmac.digest(self.tag_key, len(name).to_bytes(4) + name + data, "sha256")
