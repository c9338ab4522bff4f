"""The connection between a parcel locker and the depot: they agree on a key, and encrypt with it."""

import json
import os

from cryptography.hazmat.primitives.asymmetric.x448 import X448PrivateKey, X448PublicKey
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from suites import SUITES

NONCE_BYTES = 12


class Link:
    """One end of a connection. When `is_ready`, it knows the name of the other end: `peer`."""

    def __init__(self, role, card, book, suites):
        self.role = role  # "locker" or "depot"
        self.card = card  # own name and private keys
        self.book = book  # the public keys of the others, by name
        self.suites = suites  # names, the best one first
        self.once = X448PrivateKey.generate()
        self.is_ready, self.peer = False, None

    def begin(self):
        """Return the first message. The locker calls the depot."""
        return self._message(name=self.card.name, suites=self.suites)

    def answer(self, message):
        """Take a message of the handshake. Return the next one, or None if there is none."""
        told = json.loads(message)
        shared = self.once.exchange(X448PublicKey.from_public_bytes(bytes.fromhex(told["key"])))
        if self.role == "locker":
            self._start("depot", told["suite"], shared)
            return None
        suite = next(name for name in self.suites if name in told["suites"])
        self._start(told["name"], suite, shared)
        return self._message(suite=suite)

    def seal(self, text):
        """Encrypt a text for the other end."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self.cipher.encrypt(nonce, text.encode(), None)

    def open(self, message):
        """Decrypt what has come from the other end; raise an error if it is wrong."""
        return self.cipher.decrypt(message[:NONCE_BYTES], message[NONCE_BYTES:], None).decode()

    def _message(self, **fields):
        return json.dumps({**fields, "key": self.once.public_key().public_bytes_raw().hex()}).encode()

    def _start(self, peer, suite, shared):
        key = HKDF(SHA512(), 32, salt=None, info=b"locker and depot").derive(shared)
        self.cipher = SUITES[suite](key)
        self.peer, self.is_ready = peer, True
