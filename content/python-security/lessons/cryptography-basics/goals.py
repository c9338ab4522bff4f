"""Protect one message in seven ways, and try three attacks on each of them."""

import base64
import hashlib
import hmac
import os
import zlib
from functools import partial

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MESSAGE, CHANGED = b"amount=0010;to=zoe", b"amount=9010;to=zoe"


class Base64:
    """An encoding. It has no key."""

    def protect(self, text):
        return base64.b64encode(text)

    def accept(self, sent):
        return base64.b64decode(sent)


class Beside:
    """The message, and a value that is computed from it."""

    def __init__(self, compute):
        self.compute = compute

    def protect(self, text):
        return text + b"|" + self.compute(text)

    def accept(self, sent):
        text, value = sent.split(b"|", 1)
        if not hmac.compare_digest(self.compute(text), value):
            raise ValueError("the value does not fit")
        return text


class Signature:
    """The sender has the private key. The receiver has only the public key."""

    def __init__(self):
        self.private = Ed25519PrivateKey.generate()
        self.public = self.private.public_key()

    def protect(self, text):
        return text + b"|" + self.private.sign(text)

    def accept(self, sent):
        text, value = sent.split(b"|", 1)
        self.public.verify(value, text)
        return text

    def write_as_receiver(self, text):
        return text + b"|" + self.public.sign(text)


class Ctr:
    """Encryption, and nothing else."""

    key = os.urandom(32)

    def protect(self, text):
        nonce = os.urandom(16)
        return nonce + Cipher(algorithms.AES256(self.key), modes.CTR(nonce)).encryptor().update(text)

    def accept(self, sent):
        return Cipher(algorithms.AES256(self.key), modes.CTR(sent[:16])).decryptor().update(sent[16:])


class Gcm:
    """Authenticated encryption."""

    key = AESGCM.generate_key(256)

    def protect(self, text):
        nonce = os.urandom(12)
        return nonce + AESGCM(self.key).encrypt(nonce, text, None)

    def accept(self, sent):
        return AESGCM(self.key).decrypt(sent[:12], sent[12:], None)


def crc32(text):
    return b"%08x" % zlib.crc32(text)


def sha256(text):
    return hashlib.sha256(text).hexdigest().encode()


def hmac256(key, text):
    return hmac.digest(key, text, "sha256")


WAYS = {
    "Base64": Base64(),
    "CRC-32": Beside(crc32),
    "SHA-256": Beside(sha256),
    "HMAC-SHA-256": Beside(partial(hmac256, os.urandom(32))),
    "Ed25519 signature": Signature(),
    "AES-CTR": Ctr(),
    "AES-GCM": Gcm(),
}
KEYLESS = {"Base64": Base64(), "CRC-32": Beside(crc32), "SHA-256": Beside(sha256)}  # anyone can compute these


def can_read(way):
    sent = WAYS[way].protect(MESSAGE)
    return MESSAGE in sent or (way in KEYLESS and KEYLESS[way].accept(sent) == MESSAGE)


def can_change(way):
    """Compute what needs no key again; in all else, flip the bits of one digit."""
    sent = WAYS[way].protect(MESSAGE)
    flip = bytes(a ^ b for a, b in zip(MESSAGE, CHANGED, strict=True))
    tries = [KEYLESS[way].protect(CHANGED)] if way in KEYLESS else []
    for start in range(len(sent) - len(flip) + 1):
        here = bytes(a ^ b for a, b in zip(sent[start:], flip))
        tries.append(sent[:start] + here + sent[start + len(flip) :])
    return any(accepts(way, each) for each in tries)


def accepts(way, sent):
    try:
        return WAYS[way].accept(sent) == CHANGED
    except (ValueError, InvalidSignature, InvalidTag):
        return False


def receiver_can_write(way):
    """The receiver writes a message with the key that it has for accepting messages."""
    write = getattr(WAYS[way], "write_as_receiver", WAYS[way].protect)
    try:
        return accepts(way, write(CHANGED))
    except AttributeError:  # a public key has no method sign
        return False


ATTACKS = {"read it": can_read, "change it": can_change, "receiver writes one": receiver_can_write}

if __name__ == "__main__":
    print(f"{'':18} " + "".join(f"{attack:12}" for attack in ATTACKS).rstrip())
    for way in WAYS:
        cells = ["works" if attempt(way) else "-" for attempt in ATTACKS.values()]
        print(f"{way:18} " + "".join(f"{cell:12}" for cell in cells).rstrip())
