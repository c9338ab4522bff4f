"""What an attacker has: the network, the program, keys of their own, old one-time keys, and all signatures ever seen."""

import hashlib
import hmac
import secrets
from contextlib import contextmanager

import link
import stations
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x448 import X448PrivateKey

CURVES = (X25519PrivateKey, X448PrivateKey)
signatures, made, given, ends = {}, {}, [], []
generate = {curve: curve.generate for curve in CURVES}
from_bytes = {curve: curve.from_private_bytes for curve in CURVES}
compare = hmac.compare_digest
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


class PublicOnly(_Wrapped):
    """A key of which the attacker knows the public half alone."""

    def exchange(self, theirs):
        public = theirs.public_bytes_raw()
        return hashlib.sha512(b"unknown" + public).digest()[: len(public)]


class PublicOnly25519(PublicOnly, X25519PrivateKey):
    pass


class PublicOnly448(PublicOnly, X448PrivateKey):
    pass


for fake in (Seen, Borrowed, Gullible, PublicOnly25519, PublicOnly448):
    fake.__abstractmethods__ = frozenset()
PUBLIC_ONLY = {X25519PrivateKey: PublicOnly25519, X448PrivateKey: PublicOnly448}


def _watch_keys(curve):
    """Note the first key that each end makes, and give the attacker's ends their own."""

    def noted(key):
        long_lived = [card.agreement.private_bytes_raw() for card in stations.cards.values()]
        if key.private_bytes_raw() not in long_lived:
            made.setdefault(number_now, {}).setdefault(curve, key)
        return key

    curve.generate = staticmethod(lambda: given[-1][curve] if given else noted(generate[curve]()))
    curve.from_private_bytes = staticmethod(lambda data: given[-1][curve] if given else noted(from_bytes[curve](data)))


for each in CURVES:
    _watch_keys(each)


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
        card = stations.Card(name, Ed25519PrivateKey.generate(), generate[X25519PrivateKey]())
    elif keys == "seen":
        card = stations.Card(name, Borrowed(real.signing, name), PublicOnly25519(real.agreement))
    else:
        card = stations.Card(name, stations.cards[keys].signing, stations.cards[keys].agreement)
    key = {curve: generate[curve]() for curve in CURVES}
    if once != "own":
        key |= made.get(of, {})
    if once == "seen":
        key = {curve: PUBLIC_ONLY[curve](each) for curve, each in key.items()}
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
