"""A shop keeps a voucher in a cookie. It is encrypted, and not authenticated."""

import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

KEY = os.urandom(32)
VOUCHER = b"amount=0010;to=zoe"
NONCE_BYTES = 16


def seal(text):
    nonce = os.urandom(NONCE_BYTES)
    return nonce + Cipher(algorithms.AES256(KEY), modes.CTR(nonce)).encryptor().update(text)


def unseal(cookie):
    nonce, ciphertext = cookie[:NONCE_BYTES], cookie[NONCE_BYTES:]
    return Cipher(algorithms.AES256(KEY), modes.CTR(nonce)).decryptor().update(ciphertext)


def forge(cookie):
    """Change one digit, without the key: the attacker knows how a voucher is written."""
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
