"""The connection between a parcel locker and the depot: they agree on a key, and encrypt with it."""

import json

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
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
        self.once = X25519PrivateKey.generate()
        self.is_ready, self.peer = False, None

    def begin(self):
        """Return the first message. The locker calls the depot."""
        return self._message(name=self.card.name, suites=self.suites)

    def answer(self, message):
        """Take a message of the handshake. Return the next one, or None if there is none."""
        told = json.loads(message)
        name = "depot" if self.role == "locker" else told["name"]
        self.book[name].signing.verify(bytes.fromhex(told["signature"]), bytes.fromhex(told["key"]))
        shared = self.once.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(told["key"])))
        if self.role == "locker":
            self._start(name, told["suite"], shared)
            return None
        suite = next(name for name in self.suites if name in told["suites"])
        self._start(name, suite, shared)
        return self._message(suite=suite)

    def seal(self, text):
        """Encrypt a text for the other end."""
        self.sent += 1
        return self.out.encrypt(self.sent.to_bytes(NONCE_BYTES), text.encode(), None)

    def open(self, message):
        """Decrypt what has come from the other end; raise an error if it is wrong."""
        self.taken += 1
        return self.into.decrypt(self.taken.to_bytes(NONCE_BYTES), message, None).decode()

    def _message(self, **fields):
        key = self.once.public_key().public_bytes_raw()
        return json.dumps({**fields, "key": key.hex(), "signature": self.card.signing.sign(key).hex()}).encode()

    def _start(self, peer, suite, shared):
        both = HKDF(SHA256(), 64, salt=None, info=b"locker and depot").derive(shared)
        mine, theirs = (both[:32], both[32:]) if self.role == "locker" else (both[32:], both[:32])
        self.out, self.into = SUITES[suite](mine), SUITES[suite](theirs)
        self.sent = self.taken = 0
        self.peer, self.is_ready = peer, True
