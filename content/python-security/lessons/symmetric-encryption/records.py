"""Encrypt a value for one record, with the newest of several keys."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEYS = {1: AESGCM.generate_key(256), 2: AESGCM.generate_key(256)}  # from the secret store
NEWEST = 2
NONCE_BYTES, TAG_BYTES = 12, 16


def encrypt(text, record, number=NEWEST):
    prefix, nonce = bytes([number]), os.urandom(NONCE_BYTES)
    return prefix + nonce + AESGCM(KEYS[number]).encrypt(nonce, text, prefix + record)


def decrypt(sealed, record):
    """Raise InvalidTag if it was changed, is for another record, or has an unknown key."""
    if len(sealed) < 1 + NONCE_BYTES + TAG_BYTES or sealed[0] not in KEYS:
        raise InvalidTag
    prefix, nonce, ciphertext = sealed[:1], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    return AESGCM(KEYS[sealed[0]]).decrypt(nonce, ciphertext, prefix + record)


def rotate(sealed, record):
    """Encrypt again, with the newest key."""
    return encrypt(decrypt(sealed, record), record)


def tried(sealed, record):
    try:
        return decrypt(sealed, record).decode()
    except InvalidTag:
        return "InvalidTag"


if __name__ == "__main__":
    ada = encrypt(b"4200", b"salary of employee 7", number=1)
    print("its own record: ", tried(ada, b"salary of employee 7"))
    print("another record: ", tried(ada, b"salary of employee 8"))
    print("one bit changed:", tried(ada[:-1] + bytes([ada[-1] ^ 1]), b"salary of employee 7"))
    print("cut off:        ", tried(ada[:20], b"salary of employee 7"))
    rotated = rotate(ada, b"salary of employee 7")
    print("key number:     ", ada[0], "and, after the rotation,", rotated[0])
    del KEYS[1]
    print("old, key 1 gone:", tried(ada, b"salary of employee 7"))
    print("rotated:        ", tried(rotated, b"salary of employee 7"))
