"""The connection between a parcel locker and the depot: the pattern KK of the Noise framework.

Both know the other's long-lived key of X25519. It is mixed in with the one-time keys, so nobody else can compute the keys.
"""

import hashlib
import json

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from suites import SUITES

FIRST = bytes(12)


class Link:
    def __init__(self, role, card, book, suites):
        self.role, self.card, self.book, self.suites = role, card, book, suites
        self.once = X25519PrivateKey.generate()
        self.is_ready, self.peer = False, None
        self.chain = self.hash = hashlib.sha256(b"Noise_KK_25519_ChaChaPoly_SHA256").digest()

    def begin(self):
        static = self.book["depot"].agreement
        self._names(self.card.name, self.card.agreement.public_key(), static)
        key = self._own_key()
        self._mix(self.once.exchange(static))
        self._mix(self.card.agreement.exchange(static))
        return self._written(key, self.card.name, self._lock({"suites": self.suites}))

    def answer(self, message):
        told = json.loads(message)
        theirs = X25519PublicKey.from_public_bytes(bytes.fromhex(told["key"]))
        if self.role == "depot":
            static = self.book[told["name"]].agreement
            self._names(told["name"], static, self.card.agreement.public_key())
            self._hash(theirs.public_bytes_raw())
            self._mix(self.card.agreement.exchange(theirs))
            self._mix(self.card.agreement.exchange(static))
            suites = self._unlock(told["locked"])["suites"]
            suite = next(name for name in self.suites if name in suites)
            key = self._own_key()
            self._mix(self.once.exchange(theirs))
            self._mix(self.once.exchange(static))
            reply = self._written(key, "depot", self._lock({"suite": suite}))
            self._start(told["name"], suite)
            return reply
        self._hash(theirs.public_bytes_raw())
        self._mix(self.once.exchange(theirs))
        self._mix(self.card.agreement.exchange(theirs))
        self._start("depot", self._unlock(told["locked"])["suite"])
        return None

    def seal(self, text):
        self.sent += 1
        return self.out.encrypt(self.sent.to_bytes(12), text.encode(), None)

    def open(self, message):
        self.taken += 1
        return self.into.decrypt(self.taken.to_bytes(12), message, None).decode()

    def _names(self, name, locker, depot):
        self._hash(json.dumps([name, locker.public_bytes_raw().hex(), depot.public_bytes_raw().hex()]).encode())

    def _own_key(self):
        key = self.once.public_key().public_bytes_raw()
        self._hash(key)
        return key

    def _hash(self, data):
        self.hash = hashlib.sha256(self.hash + hashlib.sha256(data).digest()).digest()

    def _mix(self, shared):
        both = HKDF(SHA256(), 64, salt=self.chain, info=b"").derive(shared)
        self.chain, self.key = both[:32], both[32:]

    def _lock(self, fields):
        locked = ChaCha20Poly1305(self.key).encrypt(FIRST, json.dumps(fields).encode(), self.hash)
        self._hash(locked)
        return locked

    def _unlock(self, locked):
        data = bytes.fromhex(locked)
        fields = json.loads(ChaCha20Poly1305(self.key).decrypt(FIRST, data, self.hash))
        self._hash(data)
        return fields

    def _written(self, key, name, locked):
        return json.dumps({"key": key.hex(), "name": name, "locked": locked.hex()}).encode()

    def _start(self, peer, suite):
        both = HKDF(SHA256(), 64, salt=self.chain, info=self.hash).derive(b"")
        mine, theirs = (both[:32], both[32:]) if self.role == "locker" else (both[32:], both[:32])
        self.out, self.into = SUITES[suite](mine), SUITES[suite](theirs)
        self.sent = self.taken = 0
        self.peer, self.is_ready = peer, True
