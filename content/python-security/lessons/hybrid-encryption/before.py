"""Seal an order for the bank's public key."""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def seal(order, public):
    once = X25519PrivateKey.generate()
    key = once.exchange(public)
    cipher = Cipher(algorithms.AES(key), modes.CTR(bytes(16))).encryptor()
    return once.public_key().public_bytes_raw() + cipher.update(order)


def unseal(envelope, private):
    once, body = X25519PublicKey.from_public_bytes(envelope[:32]), envelope[32:]
    key = private.exchange(once)
    cipher = Cipher(algorithms.AES(key), modes.CTR(bytes(16))).decryptor()
    return cipher.update(body)


if __name__ == "__main__":
    bank = X25519PrivateKey.generate()
    envelope = bytearray(seal(b"pay 0100 EUR to 4711", bank.public_key()))
    envelope[32 + 4] ^= ord("0") ^ ord("9")
    try:
        print("The bank reads:", unseal(bytes(envelope), bank).decode())
    except Exception as error:
        print("The bank refuses:", type(error).__name__)
