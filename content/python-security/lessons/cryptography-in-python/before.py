"""A clinic encrypts notes with building blocks of hazmat. Every call is allowed, and three choices are wrong."""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

KEY = b"clinic2026".ljust(32)


def encrypt(note):
    padder = PKCS7(128).padder()
    padded = padder.update(note) + padder.finalize()
    return Cipher(algorithms.AES256(KEY), modes.CBC(bytes(16))).encryptor().update(padded)


def decrypt(stored):
    padded = Cipher(algorithms.AES256(KEY), modes.CBC(bytes(16))).decryptor().update(stored)
    unpadder = PKCS7(128).unpadder()
    return unpadder.update(padded) + unpadder.finalize()


def change(stored):
    """An attacker who can write to the database knows the form, and flips some bits of the first block."""
    flip = [a ^ b for a, b in zip(b"penicillin: no  ", b"penicillin: yes ", strict=True)]
    return bytes(a ^ b for a, b in zip(stored, flip)) + stored[16:]


def main():
    note = b"patient: Ada    penicillin: no  next visit 3 May"
    print("equal notes are equal in the database:", encrypt(note) == encrypt(note))
    print("after the change:", decrypt(change(encrypt(note)))[16:].decode())


if __name__ == "__main__":
    main()
