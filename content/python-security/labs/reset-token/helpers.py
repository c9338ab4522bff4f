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
import zlib
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

HOUR, DAY = 3600, 86_400
WORDS_OF_STATE = 624
NO_KEYS = {
    "GET",
    "Hello ",
    "New password",
    "POST",
    "X-Forwarded-Host",
    "email",
    "error",
    "message",
    "name",
    "password_hash",
}


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


def queue(box):
    return [json.loads(line) for line in (box.read("mail.jsonl") or b"").decode().splitlines()]


def emails(box, to):
    return [email for email in queue(box) if email["to"] == to]


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


def stolen(box):
    """Return a copy of the database."""
    copy = sqlite3.connect(":memory:")
    copy.deserialize(box.read("club.db"))
    return copy


def member_row(box, email):
    """Return the cells of a member alone."""
    return stolen(box).execute("SELECT * FROM members WHERE email = ?", (email,)).fetchone() or ()


def row(box, email):
    """Return the cells of a member and of the member's links, as a stolen copy of the database shows them."""
    cells = list(member_row(box, email))
    for link in stolen(box).execute("SELECT * FROM resets WHERE member = ?", cells[:1] or (0,)):
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


def keys_of(cells, texts):
    """Return what a program may take for a key that knows the database and the code alone; always in the same order."""
    cells = [*cells, *(part for cell in cells if "$" in cell for part in cell.split("$"))]
    named = [key for cell in cells if len(cell) > 30 for text in texts for key in (f"{text}{cell}", f"{cell}{text}")]
    raws = [key.encode() for key in dict.fromkeys((*cells, *texts, *named))]
    return [
        key for raw in raws for key in (raw, hashlib.sha256(raw).digest(), hashlib.sha256(raw).hexdigest().encode())
    ]


def signatures(message, cells, texts, length):
    """Yield the signatures of a message that somebody can make who knows these cells; always in the same order."""
    sizes = {kind: hashlib.new(kind).digest_size for kind in ("md5", "sha1", "sha256", "sha512")}
    kinds = [kind for kind in sizes if sizes[kind] == length] or [kind for kind in sizes if sizes[kind] > length]
    keys = keys_of(cells, texts)
    salts = [salt.encode() for salt in ("itsdangerous", "itsdangerous.Signer", *texts, *cells)]
    salts += [f"{text}{cell}".encode() for text in texts for cell in cells if len(cell) > 30]
    for kind in kinds:
        for key in keys:
            yield hmac.digest(key, message, kind)
            for salt in salts:  # as itsdangerous makes a key of a key and a salt
                yield hmac.digest(hashlib.new(kind, salt + b"signer" + key).digest(), message, kind)
                yield hmac.digest(hmac.digest(key, salt, kind), message, kind)
            for gap in (b"", b".", b":", b"|"):
                yield hashlib.new(kind, key + gap + message).digest()
                yield hashlib.new(kind, message + gap + key).digest()


def unpadded(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_in_base64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def signed_again(token, mine, other, texts):
    """Return a member's token with the values of another member, signed anew wherever the key is known."""
    found, texts = [], [text for text in texts if re.fullmatch(r"[\w .:|$-]{1,24}", text) and text not in NO_KEYS][:16]
    for gap in sorted({".", ":", "|", "~", "-"} & set(token)):
        body, _, signature = token.rpartition(gap)
        starts = [0, *(match.end() for match in re.finditer(r"[.:|~-]", body))]
        for write, read in ((unpadded, read_in_base64), (bytes.hex, bytes.fromhex)):
            try:
                wanted = read(signature)
            except ValueError:
                continue
            if not 8 <= len(wanted) <= 64 or write(wanted) != signature:
                continue
            for start in starts[:2]:
                moved = with_values(body, mine, other)
                old = signatures(body[start:].encode(), mine, texts, len(wanted))
                at = next((at for at, made in enumerate(old) if made.startswith(wanted)), None)
                if at is None:
                    continue
                begin = len(with_values(body[:start], mine, other))
                new = signatures(moved[begin:].encode(), other, texts, len(wanted))
                made = next(itertools.islice(new, at, None))
                found.append(f"{moved}{gap}{write(made[: len(wanted)])}")
    return found


def with_values(text, mine, other):
    """Put the values of another member in place of mine into each part, in plain, hashed and in base64."""
    pairs = [pair for pair in zip(mine, other, strict=False) if len(pair[0]) > 8]
    pairs += [(first, second) for one, two in pairs for first, second in zip(*map(sums, (one, two)), strict=True)]

    def changed(plain):
        for old, new in pairs:
            plain = plain.replace(old, new)
        return re.sub(rf"\b{mine[0]}\b", other[0], plain)

    parts = re.split(r"([.:|~])", text)
    return "".join(part if at % 2 else in_base64(changed, part) for at, part in enumerate(parts))


def in_base64(change, part):
    """Change a text; where it is base64 of another text, packed or not, change that one."""
    if part.isdigit():
        return change(part)
    for unpack, pack in ((zlib.decompress, zlib.compress), (bytes, bytes)):
        try:
            plain = unpack(read_in_base64(part)).decode()
        except (ValueError, zlib.error):
            continue
        if plain.isprintable():
            return unpadded(pack(change(plain).encode()))
    first, dash, rest = part.partition("-")  # base64 for addresses has dashes, too
    return change(part) if not dash else f"{in_base64(change, first)}-{in_base64(change, rest)}"


def sums(text):
    return [hashlib.new(kind, text.encode()).hexdigest() for kind in ("md5", "sha1", "sha256")]


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


def seconds(began):
    """Return the seconds of the real clock since a moment, a minute at most: however busy the machine is."""
    return range(max(int(began) - 1, int(time.time()) - 60), int(time.time()) + 2)


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
