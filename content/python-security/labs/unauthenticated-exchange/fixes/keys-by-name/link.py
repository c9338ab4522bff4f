"""The connection between a parcel locker and the depot: they agree on a key, and encrypt with it."""

import json

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from suites import SUITES


class Link:
    """One end of a connection. When `is_ready`, it knows the name of the other end: `peer`.

    The locker sends its name, suites and one-time key. The depot sends suite, one-time key and a signature, and
    the locker a signature. Each signs all that was said before, and its own role.
    """

    def __init__(self, role, card, book, suites):
        self.role = role  # "locker" or "depot"
        self.card = card  # own name and private keys
        self.book = book  # the public keys of the others, by name
        self.suites = suites  # names, the best one first
        self.once = X25519PrivateKey.generate()
        self.is_ready, self.peer, self.said = False, None, None

    def begin(self):
        """Return the first message. The locker calls the depot."""
        self.said = {"name": self.card.name, "suites": self.suites, "locker key": self._public()}
        return json.dumps(self.said).encode()

    def answer(self, message):
        """Take a message of the handshake. Return the next one, or None if there is none."""
        told = json.loads(message)
        if self.role == "locker":
            suite, key, signature = told["suite"], told["key"], bytes.fromhex(told["signature"])
            self.said |= {"suite": suite, "depot key": key}
            self.book["depot"].signing.verify(signature, self._transcript("depot"))
            self._start("depot", suite, key)
            return json.dumps({"signature": self.card.signing.sign(self._transcript("locker")).hex()}).encode()
        if self.said is None:
            self.said = {name: told[name] for name in ("name", "suites", "locker key")}
            suite = next(name for name in self.suites if name in self.said["suites"])
            self.said |= {"suite": suite, "depot key": self._public()}
            signature = self.card.signing.sign(self._transcript("depot")).hex()
            return json.dumps({"suite": suite, "key": self._public(), "signature": signature}).encode()
        name = self.said["name"]
        self.book[name].signing.verify(bytes.fromhex(told["signature"]), self._transcript("locker"))
        self._start(name, self.said["suite"], self.said["locker key"])
        return None

    def seal(self, text):
        """Encrypt a text for the other end."""
        self.sent += 1
        return self.out.encrypt(self.sent.to_bytes(12), text.encode(), None)

    def open(self, message):
        """Decrypt what has come from the other end; raise an error if it is wrong."""
        text = self.into.decrypt((self.taken + 1).to_bytes(12), message, None).decode()
        self.taken += 1
        return text

    def _public(self):
        return self.once.public_key().public_bytes_raw().hex()

    def _transcript(self, role):
        return json.dumps(["locker and depot 2", role, self.said]).encode()

    def _start(self, peer, suite, key):
        shared = self.once.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(key)))
        mine, theirs = (
            HKDF(SHA256(), 32, salt=None, info=self._transcript(f"texts of {sender}")).derive(shared)
            for sender in (self.card.name, peer)
        )
        self.out, self.into = SUITES[suite](mine), SUITES[suite](theirs)
        self.sent = self.taken = 0
        self.peer, self.is_ready = peer, True
