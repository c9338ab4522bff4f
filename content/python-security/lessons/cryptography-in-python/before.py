"""A clinic encrypts notes with the building blocks of hazmat."""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

KEY = b"clinic2026".ljust(32)
CIPHER = Cipher(algorithms.AES256(KEY), modes.CBC(bytes(16)))


def encrypt(note):
    padder = PKCS7(128).padder()
    padded = padder.update(note) + padder.finalize()
    return CIPHER.encryptor().update(padded)


def decrypt(stored):
    padded = CIPHER.decryptor().update(stored)
    unpadder = PKCS7(128).unpadder()
    return unpadder.update(padded) + unpadder.finalize()


def change(stored):
    """An attacker flips some bits of the first block, in the database."""
    flip = [a ^ b for a, b in zip(b"penicillin: no  ", b"penicillin: yes ", strict=True)]
    return bytes(a ^ b for a, b in zip(stored, flip)) + stored[16:]


def main():
    note = b"patient: Ada    penicillin: no  next visit 3 May"
    print("equal notes are equal in the database:", encrypt(note) == encrypt(note))
    print("after the change:", decrypt(change(encrypt(note)))[16:].decode())


if __name__ == "__main__":
    main()
