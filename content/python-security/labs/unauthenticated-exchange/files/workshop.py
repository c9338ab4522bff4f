"""What an attacker has: the network, the program, keys of their own, old one-time keys, and all signatures ever seen."""

import hashlib
import hmac
import secrets
from contextlib import contextmanager

import link
import stations
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

signatures, made, given, ends = {}, {}, [], []
generate, compare = X25519PrivateKey.generate, hmac.compare_digest
number_now = None


class _Wrapped:
    """Passes everything on to a real key."""

    def __init__(self, key, name=""):
        self.key, self.name = key, name

    def public_key(self):
        return self.key.public_key()

    def private_bytes(self, *args, **options):
        return self.key.private_bytes(*args, **options)

    def private_bytes_raw(self):
        return self.key.private_bytes_raw()

    def public_bytes(self, *args, **options):
        return self.key.public_bytes(*args, **options)

    def public_bytes_raw(self):
        return self.key.public_bytes_raw()

    def __eq__(self, other):
        return self.key == getattr(other, "key", other)

    def __hash__(self):
        return hash(self.key.public_bytes_raw())

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class Seen(_Wrapped, Ed25519PrivateKey):
    """A real signing key. The attacker sees what it signs."""

    def sign(self, data):
        signature = self.key.sign(data)
        signatures[self.name, bytes(data)] = signature
        return signature


class Borrowed(Seen):
    """Signs what this station has signed before, and nothing else."""

    def sign(self, data):
        return signatures.get((self.name, bytes(data))) or secrets.token_bytes(64)


class Gullible(_Wrapped, Ed25519PublicKey):
    """Takes every signature for right: the attacker need not check anything."""

    def verify(self, signature, data):
        return None


class PublicOnly(_Wrapped, X25519PrivateKey):
    """A key of which the attacker knows the public half alone."""

    def exchange(self, theirs):
        return hashlib.sha256(b"unknown" + theirs.public_bytes_raw()).digest()


for fake in (Seen, Borrowed, Gullible, PublicOnly):
    fake.__abstractmethods__ = frozenset()


def _made():
    if given:
        return given[-1]
    key = generate()
    made.setdefault(number_now, []).append(key)
    return key


X25519PrivateKey.generate = staticmethod(_made)


@contextmanager
def _attacker(once):
    """Run the program as the attacker: with this one-time key, and believing every comparison."""
    patched = [(hmac, "compare_digest"), (secrets, "compare_digest")]
    patched += [(link, name) for name, value in vars(link).items() if value is compare]
    given.append(once)
    for owner, name in patched:
        setattr(owner, name, lambda one, other: True)
    try:
        yield
    finally:
        given.pop()
        for owner, name in patched:
            setattr(owner, name, compare)


def watch():
    """From now on, the attacker sees every signature."""
    for card in stations.cards.values():
        if not isinstance(card.signing, Seen):
            card.signing = Seen(card.signing, card.name)


def _numbered(number, function, *args):
    global number_now
    number_now = number
    try:
        return function(*args)
    finally:
        number_now = None


def dial(name):
    return _numbered(len(stations.ends), stations.dial, name)


def accept():
    return _numbered(len(stations.ends), stations.accept)


def deliver(number, message):
    """Bring a message to an end: to one of the stations, or, if the number is negative, to the attacker's own."""
    if number >= 0:
        return _numbered(number, stations.deliver, number, message)
    end = ends[-number - 1]
    try:
        return end.take(message)
    except Exception as error:
        end.errors.append(f"{type(error).__name__}: {error}")
        return []


class Own:
    """An end of the attacker's own."""

    def __init__(self, role, card, once, knows):
        self.read, self.errors, self.once = [], [], once
        book = stations.book_of(role)
        for entry in book.values():
            entry.signing = Gullible(entry.signing)
        with _attacker(once):
            self.link = link.Link(role, card, book, knows)

    def take(self, message):
        with _attacker(self.once):
            if self.link.is_ready:
                self.read.append(self.link.open(message))
                return []
            reply = self.link.answer(message)
            return [reply] if reply else []


def play(role, name, keys="own", once="own", of=None, knows=("chacha20-poly1305", "none")):
    """Begin an end of the attacker's own. Return its number, which is negative, and its first messages.

    keys: "own"; "seen", what the station has signed before; or the name of a station whose keys the attacker has.
    once: "own"; "old", the one-time key of the end `of`; or "seen", its public half alone.
    """
    real = stations.cards[name]
    if keys == "own":
        card = stations.Card(name, Ed25519PrivateKey.generate(), generate())
    elif keys == "seen":
        card = stations.Card(name, Borrowed(real.signing, name), PublicOnly(real.agreement))
    else:
        card = stations.Card(name, stations.cards[keys].signing, stations.cards[keys].agreement)
    keys_of_end = made.get(of) or [generate()]
    key = {"own": generate(), "old": keys_of_end[0], "seen": PublicOnly(keys_of_end[0])}[once]
    own = Own(role, card, key, list(knows))
    ends.append(own)
    if role == "depot":
        return -len(ends), []
    with _attacker(own.once):
        return -len(ends), [own.link.begin()]


def say(number, text):
    """Encrypt a text with an end of the attacker's own; None if it has no key."""
    try:
        with _attacker(ends[-number - 1].once):
            return ends[-number - 1].link.seal(text)
    except Exception as error:
        ends[-number - 1].errors.append(f"{type(error).__name__}: {error}")
        return None


def read(number):
    """Return what an end of the attacker's own has read, and the errors."""
    return list(ends[-number - 1].read), list(ends[-number - 1].errors)
