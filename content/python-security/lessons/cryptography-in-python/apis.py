"""Make four mistakes with nine interfaces of the package cryptography, and see which of them are noticed."""

import os

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESGCMSIV, ChaCha20Poly1305

FIRST = b"amount: 10 euros, to: Zoe       "  # two blocks of 16 bytes
SECOND = b"amount: 99 euros, to: Ada       "
PASSWORD = b"clinic2026".ljust(32)


class FernetApi:
    """Nonce and check are chosen for you. There is no place for the name of a record."""

    new_key = staticmethod(Fernet.generate_key)

    def encrypt(self, key, nonce, text, record):
        return Fernet(key).encrypt(text)

    def decrypt(self, key, nonce, sent, record):
        return Fernet(key).decrypt(sent)


class CobblestoneApi:
    """For large files: piece by piece, and each piece is checked."""

    new_key = staticmethod(Cobblestone256Encryptor.generate_key)

    def encrypt(self, key, nonce, text, record):
        encryptor = Cobblestone256Encryptor(key, context=record)
        return encryptor.update(text) + encryptor.finalize()

    def decrypt(self, key, nonce, sent, record):
        decryptor = Cobblestone256Decryptor(key, context=record)
        return decryptor.update(sent) + decryptor.finalize()


class AeadApi:
    """AESGCM and its relatives: one call encrypts and authenticates. You choose the nonce."""

    def __init__(self, cipher):
        self.cipher = cipher

    def new_key(self):
        return os.urandom(32)

    def encrypt(self, key, nonce, text, record):
        return self.cipher(key).encrypt(nonce[:12], text, record)

    def decrypt(self, key, nonce, sent, record):
        return self.cipher(key).decrypt(nonce[:12], sent, record)


class CipherApi:
    """A cipher and a mode, to be put together by hand. What update() returns, a program has in its hands."""

    def __init__(self, mode):
        self.mode = mode

    def new_key(self):
        return os.urandom(32)

    def encrypt(self, key, nonce, text, record):
        return Cipher(algorithms.AES256(key), self.mode(nonce)).encryptor().update(text)

    def decrypt(self, key, nonce, sent, record):
        return Cipher(algorithms.AES256(key), self.mode(nonce)).decryptor().update(sent)


APIS = {
    "Fernet": FernetApi(),
    "Cobblestone256": CobblestoneApi(),
    "AESGCM": AeadApi(AESGCM),
    "ChaCha20Poly1305": AeadApi(ChaCha20Poly1305),
    "AESGCMSIV": AeadApi(AESGCMSIV),
    "Cipher, GCM": CipherApi(modes.GCM),
    "Cipher, CTR": CipherApi(modes.CTR),
    "Cipher, CBC": CipherApi(modes.CBC),
    "Cipher, ECB": CipherApi(lambda nonce: modes.ECB()),
}


def padded_password(api):
    """Use a password as the key, filled up with spaces."""
    try:
        api.encrypt(PASSWORD, os.urandom(16), FIRST, b"7")
    except ValueError:
        return "refused"
    return "ACCEPTED"


def nonce_again(api):
    """Encrypt three messages with one key and one nonce. What do the ciphertexts tell?"""
    key, nonce = api.new_key(), os.urandom(16)
    first, again, second = (api.encrypt(key, nonce, text, b"7") for text in (FIRST, FIRST, SECOND))
    if xor(first, second)[:32] == xor(FIRST, SECOND):
        return "XOR"
    return "EQUAL" if first == again else "-"


def changed(api):
    """Change one bit of the last byte. Does the program get a plaintext?"""
    key, nonce = api.new_key(), os.urandom(16)
    sent = api.encrypt(key, nonce, FIRST, b"7")
    return received(api, key, nonce, sent[:-1] + bytes([sent[-1] ^ 1]), b"7")


def moved(api):
    """Put the ciphertext of record 7 into record 8."""
    key, nonce = api.new_key(), os.urandom(16)
    return received(api, key, nonce, api.encrypt(key, nonce, FIRST, b"7"), b"8")


def received(api, key, nonce, sent, record):
    try:
        api.decrypt(key, nonce, sent, record)
    except (InvalidTag, InvalidToken):
        return "refused"
    return "ACCEPTED"


def xor(one, other):
    return bytes(a ^ b for a, b in zip(one, other))


MISTAKES = {
    "password as key": padded_password,
    "nonce again": nonce_again,
    "changed": changed,
    "moved": moved,
}

if __name__ == "__main__":
    print(f"{'':17} " + "".join(f"{name:17}" for name in MISTAKES).rstrip())
    for name, api in APIS.items():
        print(f"{name:17} " + "".join(f"{mistake(api):17}" for mistake in MISTAKES.values()).rstrip())
