"""What tests and attacks share: members, emails, links, and what an attacker can compute."""

import ast
import base64
import hashlib
import hmac
import itertools
import json
import random
import re
import sqlite3
import string
import time
import uuid
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

HOUR, DAY = 3600, 86_400
WORDS_OF_STATE = 624


@dataclass
class Member:
    name: str
    email: str
    password: str
    contact: str


def word(rng, length=10):
    return "".join(rng.choices("bcdfghklmnprtvwz", k=length))


def now(box):
    return int(box.read("clock.txt"))


def wait(box, seconds):
    box.write("clock.txt", str(now(box) + seconds))


def later(box, rng):
    """Go on to some later day; never back, since checks may share what the club remembers."""
    wait(box, rng.randrange(2, 9) * DAY + rng.randrange(DAY))


def join(box, rng, email=None):
    """Let a new member join."""
    name = word(rng).title()
    member = Member(name, email or f"{name.lower()}@mail.example", word(rng), word(rng, 20))
    answer = box.client().post("/join", data=vars(member) | {"email": f" {member.email.upper()}"})
    assert answer.status_code == 200, "a new member cannot join"
    return member


def sign_in(box, email, password):
    client = box.client()
    client.post("/login", data={"email": email, "password": password})
    return client


def has_signed_in(box, email, password):
    """Tell whether an address and a password give the profile of this member."""
    answer = sign_in(box, email, password).get("/profile")
    return answer.status_code == 200 and answer.json().get("email") == email


def emails(box, to):
    lines = (box.read("mail.jsonl") or b"").decode().splitlines()
    return [email for email in map(json.loads, lines) if email["to"] == to]


def urls(email):
    return re.findall(r"https?://[^\s<>\"]+", email["text"])


def ask(box, email, headers=None):
    """Ask for a link; return it, or an empty string if none was sent."""
    before = len(emails(box, email))
    box.client().post("/forgot", data={"email": email}, headers=headers or {})
    return next((url for sent in emails(box, email)[before:] for url in urls(sent)), "")


def fields(link):
    return dict(parse_qsl(urlsplit(link).query, keep_blank_values=True))


def use(box, link, password, **changed):
    """Send the form behind a link, with a new password."""
    return box.client().post("/reset", data={**fields(link), "password": password, **changed})


def row(box, email):
    """Return the cells of a member and of the member's links, as a stolen copy of the database shows them."""
    stolen = sqlite3.connect(":memory:")
    stolen.deserialize(box.read("club.db"))
    found = stolen.execute("SELECT * FROM members WHERE email = ?", (email,)).fetchone()
    cells = list(found or ())
    for link in stolen.execute("SELECT * FROM resets WHERE member = ?", cells[:1] or (0,)):
        cells += link
    return [str(cell) for cell in dict.fromkeys(cells) if cell is not None]


def is_known(token, values):
    """Tell whether a token, or each of its parts that is not a short number, is among the values."""
    ways = [[token], re.split(r"[.:|~]", token), token.split("-")]
    return any(
        any(not part.isdigit() or len(part) > 10 or part in values for part in parts)
        and all(part in values or (part.isdigit() and len(part) <= 10 and len(parts) > 1) for part in parts)
        for parts in ways
    )


def lengths(token):
    return {len(part) for parts in ([token], re.split(r"[.:|~]", token), token.split("-")) for part in parts}


def spellings(digest):
    return {digest.hex(), base64.urlsafe_b64encode(digest).decode().rstrip("="), base64.b64encode(digest).decode()}


def cut(values, token):
    """Return the values, and each as long as the token and as its parts."""
    return values | {value[:length] for value in values for length in lengths(token) if length >= 8}


def hashes(facts, token, keys=()):
    """Return what can be hashed of these facts, in any order, with and without a key that somebody knows."""
    texts = set()
    for count in (1, 2, 3):
        for order in itertools.permutations(facts, count):
            texts |= {gap.join(order) for gap in ("", ":", "|", "-", ".", " ", ",")}
    values = set(texts)
    for text in texts:
        raw = text.encode()
        for kind in (hashlib.md5, hashlib.sha1, hashlib.sha256):
            values |= spellings(kind(raw).digest())
        values.add(base64.urlsafe_b64encode(raw).decode().rstrip("="))
    for key in keys:
        for text in facts:
            values |= spellings(hmac.digest(key.encode(), text.encode(), "sha256"))
    return cut(values, token)


def literals(box):
    """Return the texts in the code that learners may change, which an attacker may have read, too."""
    found = set()
    for path in ("resets.py", "members.py"):
        for node in ast.walk(ast.parse(box.read(path) or b"")):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and 0 < len(node.value) <= 40:
                found.add(node.value)
    return sorted(found)[:60]


def drawn(make, token):
    """Return what a program may draw with a generator in this state."""
    values = set()
    small, large, digits = string.ascii_lowercase, string.ascii_uppercase, string.digits
    alphabets = [
        small + large + digits, large + small + digits, digits + small + large, small + digits, digits + small,
        large + digits, small + large, small, large, digits, "0123456789abcdef", small + large + digits + "-_",
    ]  # fmt: skip
    for size in {length for length in lengths(token) if 4 <= length <= 128}:
        for letters in alphabets:
            values.add("".join(make().choices(letters, k=size)))
            generator = make()
            values.add("".join(generator.choice(letters) for _ in range(size)))
            if size <= len(letters):
                values.add("".join(make().sample(letters, size)))
        if size <= 40:
            values.add(str(make().randrange(10**size)).zfill(size))
            values.add(str(make().randint(10 ** (size - 1), 10**size - 1)))
        values |= {f"{make().getrandbits(4 * size):0{size}x}", make().randbytes((size + 1) // 2).hex()}
    for bits in (64, 128, 160, 256):
        number = make().getrandbits(bits)
        values |= {str(number), f"{number:x}"} | spellings(make().randbytes(bits // 8))
    identifier = uuid.UUID(int=make().getrandbits(128), version=4)
    values |= {str(identifier), identifier.hex}
    for text in (str(make().random()), str(make().getrandbits(128)), str(make().getrandbits(32))):
        for kind in (hashlib.md5, hashlib.sha1, hashlib.sha256):
            values |= spellings(kind(text.encode()).digest())
    return values


def seconds():
    """Return the seconds around now of the real clock."""
    return range(int(time.time()) - 4, int(time.time()) + 2)


def untempered(value):
    """Return the word of the state of the Mersenne Twister from which it has made this output."""
    value ^= value >> 18
    value ^= value << 15 & 0xEFC60000
    found = value
    for _ in range(5):
        found = value ^ (found << 7 & 0x9D2C5680)
    value = found & 0xFFFFFFFF
    found = value
    for _ in range(3):
        found = value ^ found >> 11
    return found


def state_of(numbers):
    """Return the state of the generator that has drawn these numbers of 64 bits, one after the other."""
    words = [part for number in numbers for part in (number & 0xFFFFFFFF, number >> 32)]
    return (3, (*map(untempered, words[-WORDS_OF_STATE:]), WORDS_OF_STATE), None)


def generator_in(state):
    generator = random.Random()
    generator.setstate(state)
    return generator
