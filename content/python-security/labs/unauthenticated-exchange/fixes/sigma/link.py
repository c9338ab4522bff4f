"""The connection between a parcel locker and the depot, as in SIGMA: each signs the one-time keys, and proves its name."""

import hashlib
import hmac
import json

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from suites import SUITES


class Link:
    """One end of a connection. When `is_ready`, it knows the name of the other end: `peer`."""

    def __init__(self, role, card, book, suites):
        self.role, self.card, self.book, self.suites = role, card, book, suites
        self.once = X25519PrivateKey.generate()
        self.is_ready, self.peer = False, None
        self.first = self.second = None

    def begin(self):
        self.first = self._packed(suites=self.suites, key=self._key())
        return self.first

    def answer(self, message):
        told = json.loads(message)
        if self.role == "locker":
            self.second = told["said"].encode()
            said = json.loads(self.second)
            self._derive(said["key"])
            self._check("depot", told)
            self._start("depot", said["suite"])
            return self._packed(name=self.card.name, **self._proof())
        if self.first is None:
            self.first = message
            self.suite = next(name for name in self.suites if name in told["suites"])
            self.second = self._packed(suite=self.suite, key=self._key())
            self._derive(told["key"])
            return self._packed(said=self.second.decode(), **self._proof())
        self._check(told["name"], told)
        self._start(told["name"], self.suite)
        return None

    def seal(self, text):
        self.sent += 1
        return self.out.encrypt(self.sent.to_bytes(12), text.encode(), None)

    def open(self, message):
        self.taken += 1
        return self.into.decrypt(self.taken.to_bytes(12), message, None).decode()

    def _packed(self, **fields):
        return json.dumps(fields).encode()

    def _key(self):
        return self.once.public_key().public_bytes_raw().hex()

    def _derive(self, key):
        shared = self.once.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(key)))
        talk = hashlib.sha256(self.first).digest() + hashlib.sha256(self.second).digest()
        self.keys = {
            use: HKDF(SHA256(), 32, salt=None, info=use.encode() + talk).derive(shared)
            for use in ("locker sends", "depot sends", "locker proves", "depot proves")
        }
        self.talk = talk

    def _mac(self, role, name):
        return hmac.digest(self.keys[f"{role} proves"], name.encode(), "sha256").hex()

    def _proof(self):
        signature = self.card.signing.sign(f"parcels, {self.role}: ".encode() + self.talk)
        return {"signature": signature.hex(), "mac": self._mac(self.role, self.card.name)}

    def _check(self, name, told):
        role = "depot" if self.role == "locker" else "locker"
        self.book[name].signing.verify(bytes.fromhex(told["signature"]), f"parcels, {role}: ".encode() + self.talk)
        if not hmac.compare_digest(told["mac"].encode(), self._mac(role, name).encode()):
            raise ValueError("The name was not proven.")

    def _start(self, peer, suite):
        other = "depot" if self.role == "locker" else "locker"
        self.out, self.into = (SUITES[suite](self.keys[f"{role} sends"]) for role in (self.role, other))
        self.sent = self.taken = 0
        self.peer, self.is_ready = peer, True
