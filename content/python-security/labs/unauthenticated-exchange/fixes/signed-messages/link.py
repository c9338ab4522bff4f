"""The connection between a parcel locker and the depot: they agree on keys, and encrypt with them."""

import struct

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand, HKDF
from suites import SUITES

KEY, SIGNATURE = 32, 64


class Link:
    """One end of a connection. The messages are bytes: the one-time key, a signature, and what else there is to say."""

    def __init__(self, role, card, book, suites):
        self.role, self.card, self.book, self.suites = role, card, book, suites
        self.once = X25519PrivateKey.generate()
        self.is_ready, self.peer = False, None
        self.heard = b"parcels 2"

    def begin(self):
        return self._add(self._key() + "\n".join([self.card.name, *self.suites]).encode())

    def answer(self, message):
        if self.role == "locker":
            return self._finish(message)
        if self.peer is None:
            return self._reply(message)
        self._verify(self.peer, message)
        self._add(message)
        self._start()
        return None

    def _reply(self, message):
        name, *suites = message[KEY:].decode().split("\n")
        self.peer, self.theirs = name, message[:KEY]
        self.suite = [each for each in self.suites if each in suites][0]
        self._add(message)
        first = self._add(self._key() + self.suite.encode())
        return self._add(self._sign()) + first

    def _finish(self, message):
        signature, rest = message[:SIGNATURE], message[SIGNATURE:]
        self._add(rest)
        self._verify("depot", signature)
        self._add(signature)
        self.peer, self.theirs, self.suite = "depot", rest[:KEY], rest[KEY:].decode()
        last = self._add(self._sign())
        self._start()
        return last

    def seal(self, text):
        message = struct.pack(">Q", self.next_out) + self.mine.encrypt(
            self.next_out.to_bytes(12), text.encode(), self.heard
        )
        self.next_out += 1
        return message

    def open(self, message):
        (number,) = struct.unpack(">Q", message[:8])
        if number != self.next_in:
            raise ValueError("This is not the next message.")
        text = self.others.decrypt(number.to_bytes(12), message[8:], self.heard).decode()
        self.next_in += 1
        return text

    def _key(self):
        return self.once.public_key().public_bytes_raw()

    def _add(self, message):
        """Mix a message into the hash of all that was said."""
        digest = Hash(SHA256())
        digest.update(self.heard + message)
        self.heard = digest.finalize()
        return message

    def _sign(self):
        return self.card.signing.sign(self.role.encode() + b" says " + self.heard)

    def _verify(self, name, signature):
        other = b"depot" if self.role == "locker" else b"locker"
        self.book[name].signing.verify(signature, other + b" says " + self.heard)

    def _start(self):
        shared = self.once.exchange(X25519PublicKey.from_public_bytes(self.theirs))
        secret = HKDF.extract(SHA256(), self.heard, shared)
        keys = {role: HKDFExpand(SHA256(), 32, role.encode()).derive(secret) for role in ("locker", "depot")}
        self.mine = SUITES[self.suite](keys.pop(self.role))
        self.others = SUITES[self.suite](*keys.values())
        self.next_out = self.next_in = 0
        self.is_ready = True
