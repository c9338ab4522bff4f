"""The connection between a parcel locker and the depot: they compute a key from their long-lived keys, and encrypt with it."""

import hmac
import json

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from suites import SUITES


class Link:
    """One end of a connection. When `is_ready`, it knows the name of the other end: `peer`."""

    def __init__(self, role, card, book, suites):
        self.role = role  # "locker" or "depot"
        self.card = card  # own name and private keys
        self.book = book  # the public keys of the others, by name
        self.suites = suites  # names, the best one first
        self.is_ready, self.peer = False, None

    def begin(self):
        """Return the first message. The locker calls the depot."""
        return self._message("depot", name=self.card.name, suites=self.suites)

    def answer(self, message):
        """Take a message of the handshake. Return the next one, or None if there is none."""
        told = json.loads(message)
        name = "depot" if self.role == "locker" else told["said"]["name"]
        other = "depot" if self.role == "locker" else "locker"
        if not hmac.compare_digest(told["mac"], self._mac(name, other, told["said"])):
            raise ValueError("This comes from somebody else.")
        if self.role == "locker":
            self._start(name, told["said"]["suite"])
            return None
        suite = next(each for each in self.suites if each in told["said"]["suites"])
        self._start(name, suite)
        return self._message(name, suite=suite)

    def seal(self, text):
        """Encrypt a text for the other end."""
        self.sent += 1
        return self.out.encrypt(self.sent.to_bytes(12), text.encode(), None)

    def open(self, message):
        """Decrypt what has come from the other end; raise an error if it is wrong."""
        text = self.into.decrypt((self.taken + 1).to_bytes(12), message, None).decode()
        self.taken += 1
        return text

    def _message(self, peer, **said):
        return json.dumps({"said": said, "mac": self._mac(peer, self.role, said)}).encode()

    def _key(self, name, use):
        shared = self.card.agreement.exchange(self.book[name].agreement)
        return HKDF(SHA256(), 32, salt=None, info=f"locker and depot, {use}".encode()).derive(shared)

    def _mac(self, name, role, said):
        return hmac.digest(self._key(name, f"{role} says"), json.dumps(said).encode(), "sha256").hex()

    def _start(self, peer, suite):
        other = "depot" if self.role == "locker" else "locker"
        self.out, self.into = (SUITES[suite](self._key(peer, f"{role} sends")) for role in (self.role, other))
        self.sent = self.taken = 0
        self.peer, self.is_ready = peer, True
