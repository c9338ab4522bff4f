"""A Django field that is encrypted in the database, and can be read while keys are rotated."""

import django
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

OLD, NEW = Fernet.generate_key(), Fernet.generate_key()
settings.configure(NOTE_KEYS=[NEW, OLD])  # from the secret store, the newest first
django.setup()


def keys():
    return MultiFernet([Fernet(key) for key in settings.NOTE_KEYS])


class EncryptedTextField(models.TextField):
    def get_prep_value(self, value):
        return None if value is None else keys().encrypt(value.encode()).decode()

    def from_db_value(self, value, expression, connection):
        return None if value is None else keys().decrypt(value).decode()


def tried(stored):
    try:
        return EncryptedTextField().from_db_value(stored, None, None)
    except InvalidToken:
        return "InvalidToken"


if __name__ == "__main__":
    stored = Fernet(OLD).encrypt(b"penicillin: no").decode()
    print("with the old key:   ", tried(stored))
    rotated = keys().rotate(stored).decode()
    settings.NOTE_KEYS.remove(OLD)
    print("the old key is gone:", tried(stored))
    print("rotated before:     ", tried(rotated))
    print("written now:        ", tried(EncryptedTextField().get_prep_value("penicillin: yes")))
    print("changed:            ", tried(rotated[:-6] + "AAAA=="))
