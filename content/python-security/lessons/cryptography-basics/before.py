"""A voucher in a cookie: encrypted, and not authenticated."""

import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

KEY = os.urandom(32)
VOUCHER = b"amount=0010;to=zoe"
NONCE_BYTES = 16


def cipher(nonce):
    return Cipher(algorithms.AES256(KEY), modes.CTR(nonce))


def seal(text):
    nonce = os.urandom(NONCE_BYTES)
    return nonce + cipher(nonce).encryptor().update(text)


def unseal(cookie):
    nonce, ciphertext = cookie[:NONCE_BYTES], cookie[NONCE_BYTES:]
    return cipher(nonce).decryptor().update(ciphertext)


def forge(cookie):
    """Change one digit, without the key."""
    changed = bytearray(cookie)
    changed[NONCE_BYTES + len(b"amount=")] ^= ord("0") ^ ord("9")
    return bytes(changed)


def main():
    cookie = seal(VOUCHER)
    print("the attacker can read it:", b"amount" in cookie)
    print("the server reads:        ", unseal(cookie).decode())
    print("after the attack:        ", unseal(forge(cookie)).decode())


if __name__ == "__main__":
    main()
