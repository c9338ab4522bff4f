"""A voucher in a cookie: encrypted and authenticated in one step."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY = AESGCM.generate_key(256)
VOUCHER = b"amount=0010;to=zoe"
NONCE_BYTES = 12


def seal(text):
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(KEY).encrypt(nonce, text, None)


def unseal(cookie):
    nonce, ciphertext = cookie[:NONCE_BYTES], cookie[NONCE_BYTES:]
    return AESGCM(KEY).decrypt(nonce, ciphertext, None)


def forge(cookie):
    """Change one digit, without the key."""
    changed = bytearray(cookie)
    changed[NONCE_BYTES + len(b"amount=")] ^= ord("0") ^ ord("9")
    return bytes(changed)


def main():
    cookie = seal(VOUCHER)
    print("the attacker can read it:", b"amount" in cookie)
    print("the server reads:        ", unseal(cookie).decode())
    try:
        print("after the attack:        ", unseal(forge(cookie)).decode())
    except InvalidTag as error:
        print("after the attack:        ", repr(error))


if __name__ == "__main__":
    main()
