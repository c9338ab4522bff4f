"""A note that is encrypted for its row: it cannot be moved to another one."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY = AESGCM.generate_key(256)  # in a program: from the secret store


def encrypt(note, row):
    nonce = os.urandom(12)
    return nonce + AESGCM(KEY).encrypt(nonce, note.encode(), f"note {row}".encode())


def decrypt(stored, row):
    return AESGCM(KEY).decrypt(stored[:12], stored[12:], f"note {row}".encode()).decode()


if __name__ == "__main__":
    stored = encrypt("penicillin: no", row=7)
    print("row 7:", decrypt(stored, row=7))
    try:
        print("row 8:", decrypt(stored, row=8))
    except InvalidTag as error:
        print("row 8:", repr(error))
