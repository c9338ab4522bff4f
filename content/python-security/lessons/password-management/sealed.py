"""A pepper that can be rotated: each Argon2 hash is encrypted with a key that is not in the database."""

import base64
import os

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HASHER = PasswordHasher()
KEYS = {"k1": AESGCM.generate_key(256)}  # in production: files of the secret store, one for each key
CURRENT = "k1"


def seal(user, text):
    nonce = os.urandom(12)
    sealed = nonce + AESGCM(KEYS[CURRENT]).encrypt(nonce, text.encode(), user.encode())
    return f"{CURRENT}.{base64.b64encode(sealed).decode()}"


def unseal(user, stored):
    key, _, text = stored.partition(".")
    sealed = base64.b64decode(text)
    return AESGCM(KEYS[key]).decrypt(sealed[:12], sealed[12:], user.encode()).decode()


def matches(user, stored, password):
    try:
        return HASHER.verify(unseal(user, stored), password)
    except (VerifyMismatchError, InvalidTag):
        return False


def rotate(table):
    """Encrypt every hash with the current key. No password is needed."""
    return {user: seal(user, unseal(user, stored)) for user, stored in table.items()}


def main():
    global CURRENT
    table = {user: seal(user, HASHER.hash(password)) for user, password in (("ines", "orbit lantern"), ("omar", "sun"))}
    print("the stolen table contains an Argon2 hash:", any("argon2" in stored for stored in table.values()))
    print("right password:", matches("ines", table["ines"], "orbit lantern"))
    print("the hash of omar in the row of ines:", matches("ines", table["omar"], "sun"))
    KEYS["k2"] = AESGCM.generate_key(256)
    CURRENT = "k2"
    table = rotate(table)
    del KEYS["k1"]
    print("rotated:", {stored.partition(".")[0] for stored in table.values()}, matches("ines", table["ines"], "orbit lantern"))


if __name__ == "__main__":
    main()
