"""Seals the mail of the laboratory, so that only the practice can read it, and notices if somebody has changed it."""

import base64
import json

from cryptography.fernet import Fernet


class Sealer:
    """Encrypts with Fernet, which makes a random IV for each message. The patient's name is in the text."""

    def __init__(self, key):
        self.fernet = Fernet(base64.urlsafe_b64encode(key))

    def letter(self, patient, text):
        """Seal a letter."""
        return self.fernet.encrypt(json.dumps([patient, text], ensure_ascii=False).encode()).decode()

    def invoice(self, number, patient, text):
        """Seal an invoice."""
        return self.letter(patient, text)

    def open(self, patient, sealed):
        """Return the text of a letter or an invoice; raise an error if it is not as it was sent to this patient."""
        name, text = json.loads(self.fernet.decrypt(sealed))
        if name != patient:
            raise ValueError("This mail is for another patient.")
        return text
