"""Seal an order for the bank's public key."""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def seal(order, public):
    return SUITE.encrypt(order, public, info=b"orders, version 1")


def unseal(envelope, private):
    return SUITE.decrypt(envelope, private, info=b"orders, version 1")


if __name__ == "__main__":
    bank = X25519PrivateKey.generate()
    envelope = bytearray(seal(b"pay 0100 EUR to 4711", bank.public_key()))
    envelope[32 + 4] ^= ord("0") ^ ord("9")
    try:
        print("The bank reads:", unseal(bytes(envelope), bank).decode())
    except Exception as error:
        print("The bank refuses:", type(error).__name__)
