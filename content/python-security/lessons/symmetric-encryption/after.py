"""A sender that needs a new nonce for each message."""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class Sender:
    def __init__(self, key):
        self.cipher = AESGCM(key)

    def encrypt(self, text):
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self.cipher.encrypt(nonce, text, None)


def main():
    key = AESGCM.generate_key(256)
    known = b"Your order 4711 is confirmed.   "  # the attacker's own order
    secret = b"Boss, the new PIN is 2580 today."
    first = Sender(key).encrypt(known)
    second = Sender(key).encrypt(secret)  # after a restart
    print("equal nonces:", first[:NONCE_BYTES] == second[:NONCE_BYTES])
    print("the attacker computes the secret:", attack(first, second, known) == secret)


def attack(first, second, known):
    """Compute the other message without the key: XOR three values."""
    pairs = zip(first[NONCE_BYTES:], second[NONCE_BYTES:], known)
    return bytes(one ^ other ^ letter for one, other, letter in pairs)


if __name__ == "__main__":
    main()
