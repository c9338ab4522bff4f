"""The depot and its parcel lockers. Their messages go through a network, which calls the functions of this file."""

import hmac
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from link import Link

TECHNICIAN_PIN = "${technician_pin}"


@dataclass
class Card:
    """The name of a station, and its private keys. They are made when it is installed."""

    name: str
    signing: Ed25519PrivateKey
    agreement: X25519PrivateKey


@dataclass
class Entry:
    """The public keys of a station, as they were written down when it was installed."""

    signing: Ed25519PublicKey
    agreement: X25519PublicKey


cards, plans, suites, ends = {}, {}, {}, []


def check(pin):
    if not hmac.compare_digest(pin.encode(), TECHNICIAN_PIN.encode()):
        raise PermissionError("This is for technicians alone.")


def install(pin, name, knows=("chacha20-poly1305", "none")):
    """Install a station, or give it new keys."""
    check(pin)
    cards[name] = Card(name, Ed25519PrivateKey.generate(), X25519PrivateKey.generate())
    suites[name] = list(knows)
    plans.setdefault(name, ([], []))


def plan(pin, name, orders, reports):
    """Say what is sent to a locker today, and by it, as soon as it is connected."""
    check(pin)
    plans[name] = (list(orders), list(reports))


def book_of(role):
    """A locker knows the depot. The depot knows all stations; it calls itself each morning, as a test."""
    names = ["depot"] if role == "locker" else list(cards)
    return {
        name: Entry(cards[name].signing.public_key(), cards[name].agreement.public_key()) for name in names
    }


class End:
    """One end of a connection: a locker, or the depot."""

    def __init__(self, role, name):
        self.role, self.name, self.received, self.is_closed = role, name, [], False
        self.link = Link(role, cards[name], book_of(role), list(suites[name]))

    def take(self, message):
        """Take a message. Return what this end sends now."""
        if self.link.is_ready:
            self.received.append(self.link.open(message))
            return []
        reply = self.link.answer(message)
        replies = [reply] if reply else []
        if self.link.is_ready:
            orders, reports = plans[self.link.peer if self.role == "depot" else self.name]
            replies += [self.link.seal(text) for text in (orders if self.role == "depot" else reports)]
        return replies


def dial(name):
    """Let a locker call the depot. Return the number of its end, and its first message."""
    ends.append(End("locker", name))
    return len(ends) - 1, ends[-1].link.begin()


def accept():
    """Somebody calls the depot. Return the number of the depot's end of this connection."""
    ends.append(End("depot", "depot"))
    return len(ends) - 1


def deliver(number, message):
    """Bring a message to an end. Return the messages that it sends now; after an error, it is closed."""
    end = ends[number]
    if end.is_closed:
        raise ConnectionError("This end is closed.")
    try:
        return end.take(message)
    except Exception:
        end.is_closed = True
        raise


def say(pin, number, text):
    """Let an end send one more text. Return the message."""
    check(pin)
    return ends[number].link.seal(text)


def received(pin, number):
    """Return the name of the other end, and the texts that came from there."""
    check(pin)
    return ends[number].link.peer, list(ends[number].received)


for each in ("depot", "harbour", "kiosk"):
    install(TECHNICIAN_PIN, each)
install(TECHNICIAN_PIN, "hall", ["none"])
plan(TECHNICIAN_PIN, "depot", ["Master code: ${master_code}"], ["The line works."])
plan(TECHNICIAN_PIN, "harbour", ["Open 12 with code ${opening_code}"], ["In 7 is a parcel, code ${parcel_code}"])
plan(TECHNICIAN_PIN, "kiosk", ["Open 3"], ["3 is empty"])
plan(TECHNICIAN_PIN, "hall", ["Open 30"], ["30 is empty"])
