"""What tests and attacks share: stations, the network between them, and what became of it."""

import base64
import json
from contextlib import suppress

from quintain.judge import Raised, happened

LETTERS = "bcdfghklmnprtvwz"
GOOD, NONE = "chacha20-poly1305", "none"


def word(rng, length=12):
    return "".join(rng.choices(LETTERS, k=length))


class Network:
    """The attacker has the network. Its stations are new, and their texts are new each day."""

    def __init__(self, box, canary, rng):
        self.box, self.rng, self.pin = box, rng, canary.technician_pin
        self.kiosk = word(rng, 6)
        self.locker = self.kiosk + word(rng, 6)  # nobody forbids a name that begins like another one
        for name in (self.kiosk, self.locker):
            box.call("stations:install", self.pin, name)
        box.call("workshop:watch")
        self.opened, self.secrets, self.wire, self.own = {}, [], [], []
        self.new_day()

    def new_day(self):
        """Draw what the stations send from now on."""
        self.plans = {}
        for name in ("depot", self.locker, self.kiosk):
            orders = [f"{word(self.rng)} opens {self.rng.randrange(100)}" for _ in range(4)]
            reports = [f"{word(self.rng)} is in {self.rng.randrange(100)}" for _ in range(4)]
            self.box.call("stations:plan", self.pin, name, orders, reports)
            self.plans[name] = (orders, reports)
            if name != self.kiosk:
                self.secrets += [text.split()[0] for text in orders + reports]

    def dial(self, name=None):
        """Let the locker call. Return its end and its first messages."""
        number, message = self.box.call("workshop:dial", name or self.locker)
        self.opened[number] = ("locker", name or self.locker, self.plans)
        self.wire.append(message if isinstance(message, bytes) else str(message).encode())
        return number, [message]

    def accept(self):
        number = self.box.call("workshop:accept")
        self.opened[number] = ("depot", "depot", self.plans)
        return number

    def play(self, role, name, keys="own", once="own", of=None, knows=(GOOD, NONE)):
        """Begin an end of the attacker's own."""
        number, messages = self.box.call("workshop:play", role, name, keys, once, of, list(knows))
        self.own.append(number)
        return number, messages

    def give(self, number, messages):
        """Bring messages to an end, and return what it sends. What it refuses is lost."""
        replies = []
        for message in messages:
            with suppress(Raised):
                replies += self.box.call("workshop:deliver", number, message)
        if number >= 0:
            self.wire += [each if isinstance(each, bytes) else str(each).encode() for each in replies]
        return replies

    def carry(self, one, other, messages):
        """Carry messages of one end to the other, and back, until both are silent. Return what each has sent."""
        sent = {one: list(messages), other: []}
        for _ in range(8):
            messages = self.give(other, messages)
            sent[other] += messages
            one, other = other, one
            if not messages:
                break
        return sent

    def meet(self, name=None):
        """Let a locker and the depot connect, with nobody in between. Return both ends, and what each has sent."""
        locker, first = self.dial(name)
        depot = self.accept()
        sent = self.carry(locker, depot, first)
        return locker, depot, sent[locker], sent[depot]

    def handshake(self, name=None):
        """The same, but no text arrives: return both ends, and the messages that hold the texts."""
        locker, first = self.dial(name)
        depot = self.accept()
        texts, messages, other, one = {locker: [], depot: []}, first, depot, locker
        for _ in range(8):
            replies = self.give(other, messages)
            size = len(self.plans["depot"][0])
            if len(replies) >= size:
                replies, texts[other] = replies[:-size], replies[-size:]
            messages, other, one = replies, one, other
            if not messages:
                break
        return locker, depot, texts[locker], texts[depot]

    def inject(self, own, real):
        """Send a text of the attacker's own to an end."""
        message = self.box.call("workshop:say", own, f"Open {word(self.rng)}")
        if message is not None:
            self.give(real, [message])

    def result(self, what):
        """Tell whether the attacker has read a text, or a station has believed one that was not meant for it."""
        for number in self.own:
            texts, _ = self.box.call("workshop:read", number)
            self.wire.append("\n".join(texts).encode())
        for secret in self.secrets:
            if any(form in message for form in forms(secret) for message in self.wire):
                return happened(True, f"the attacker has read a secret text: {what}", "", secret=secret)
        for number, (role, name, plans) in self.opened.items():
            peer, texts = self.box.call("stations:received", self.pin, number)
            if role == "locker":
                expected = plans[name][0]
            else:
                expected = plans[peer][1] if peer in plans else []
            if texts != expected[: len(texts)]:
                return happened(
                    True, f"the {role} has believed what was not sent to it in this way: {what}", "", texts=str(texts)
                )
        return happened(False, "", "the attacker has read nothing, and no station has believed anything")


def stripped(message):
    """Return a message in JSON without one of its fields, for each field, and with nothing in it."""
    try:
        told = json.loads(message)
    except ValueError:
        return []
    if not isinstance(told, dict):
        return []
    found = []
    for name in told:
        rest = {key: value for key, value in told.items() if key != name}
        found += [json.dumps(rest).encode(), json.dumps({**told, name: ""}).encode()]
    return found


def connected(box, name):
    """Let a locker call the depot, and carry all messages. Return both ends."""
    one, message = box.call("workshop:dial", name)
    other = box.call("workshop:accept")
    ends, messages = (one, other), [message]
    for turn in range(8):
        to = ends[(turn + 1) % 2]
        messages = [reply for each in messages for reply in box.call("workshop:deliver", to, each)]
        if not messages:
            break
    return ends


def given(box, end, messages):
    """Bring messages to an end, and return what it sends, if it is bytes. What it refuses is lost."""
    replies = []
    for message in messages:
        with suppress(Raised):
            replies += box.call("stations:deliver", end, message)
    return [each for each in replies if isinstance(each, bytes)]


def forms(secret):
    """Return a secret as it may be written in a message: in plain, in hexadecimal, or in base64."""
    found = [secret.encode(), secret.encode().hex().encode()]
    for before in range(3):
        written = base64.b64encode(b"\0" * before + secret.encode()).rstrip(b"=")
        found.append(written[(0, 2, 3)[before] : -1])
    return found


def mixed(message, old, place):
    """Return an old message in JSON with one field of another message, or the other way round."""
    try:
        told, told_before = json.loads(message), json.loads(old)
    except ValueError:
        return message
    if not (isinstance(told, dict) and isinstance(told_before, dict)):
        return message
    names = [name for name in told if name in told_before]
    if place >= 2 * len(names):
        return message
    name = names[place // 2]
    both = {**told_before, name: told[name]} if place % 2 else {**told, name: told_before[name]}
    return json.dumps(both).encode()


SAME_BYTES = 16


def is_reused(mail):
    """Tell whether two messages with known texts have the same keystream, at any place."""
    seen = set()
    for message, text in mail:
        known, own = text.encode()[:SAME_BYTES], set()
        for whole in written(message):
            for at in range(len(whole) - SAME_BYTES + 1):
                stream = bytes(one ^ other for one, other in zip(whole[at:], known, strict=False))
                if stream.strip(b"\0"):
                    own.add(stream)
        if not seen.isdisjoint(own):
            return True
        seen |= own
    return False


def written(message):
    """Return the bytes in a message, in each way in which they may be written in it."""
    found = [message]
    with suppress(ValueError):
        told = json.loads(message)
        values = told.values() if isinstance(told, dict) else told if isinstance(told, list) else [told]
        for value in values:
            if isinstance(value, str):
                with suppress(ValueError):
                    found.append(bytes.fromhex(value))
                with suppress(ValueError):
                    found.append(base64.b64decode(value.replace("-", "+").replace("_", "/") + "==", validate=False))
    return found
