"""What tests and attacks share: members, codes, and what an attacker can compute of them."""

import ast
import base64
import hashlib
import math
import random
import re
from contextlib import suppress
from dataclasses import dataclass

LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"
WORDS_OF_STATE = 624


@dataclass
class Member:
    name: str
    password: str
    diary: str


def word(rng, length=10):
    return "".join(rng.choices("bcdfghklmnprtvwz", k=length))


def join(box, rng):
    """Make a new member."""
    member = Member(word(rng), word(rng), word(rng, 20))
    box.call("theatre:join", member.name, member.password, member.diary)
    return member


def tokens(box, member, count=1):
    """Ask for links, and return their tokens from the member's own mailbox."""
    for _ in range(count):
        box.call("theatre:forgot", member.name)
    emails = box.call("theatre:mailbox", member.name, member.password)
    found = [re.search(r"[?&]token=(\S*)", email) for email in emails[-count:]]
    return [match[1] if match else "" for match in found]


def plain(code):
    return "".join(str(code).upper().split()).replace("-", "")


class Links:
    """Links for a new password: an attacker asks for own ones, and wants that of another member."""

    def __init__(self, box, canary, rng):
        self.box, self.rng = box, rng
        self.own, self.other = join(box, rng), join(box, rng)

    def draw(self, count=1):
        return tokens(self.box, self.own, count)

    shown = draw

    def try_next(self, guesses):
        """Let the other member ask for a link, and try guesses; tell whether one has set the password."""
        self.box.call("theatre:forgot", self.other.name)
        return any(self._opens(guess) for guess in guesses)

    def _opens(self, guess):
        password = word(self.rng)
        if _refused(self.box, "theatre:set_password", guess, password):
            return False
        return not _refused(self.box, "theatre:sign_in", self.other.name, password)


class Vouchers:
    """Gift vouchers: an attacker buys some, and wants that of the next customer."""

    def __init__(self, box, canary, rng):
        self.box, self.rng = box, rng

    def shown(self, count=1):
        return [str(code) for code in self.box.call("theatre:buy", 10, count)]

    def draw(self, count=1):
        return [plain(code) for code in self.shown(count)]

    def try_next(self, guesses):
        amount = self.rng.randrange(1000, 9000)
        self.box.call("theatre:buy", amount)
        return any(not _refused(self.box, "theatre:redeem", guess) for guess in guesses)


class Invitations:
    """Invitations to the preview: some guests of the director work together, and want that of another guest."""

    def __init__(self, box, canary, rng):
        self.box, self.pin = box, canary.director_pin

    def shown(self, count=1):
        return [str(code) for code in self.box.call("theatre:invite", self.pin, count)]

    def draw(self, count=1):
        return [plain(code) for code in self.shown(count)]

    def try_next(self, guesses):
        self.box.call("theatre:invite", self.pin, 1)
        return any(not _refused(self.box, "theatre:enter", guess) for guess in guesses)


KINDS = {"links": Links, "vouchers": Vouchers, "invitations": Invitations}


def _refused(box, target, *args):
    from quintain.judge import Raised

    try:
        box.call(target, *args)
    except Raised:
        return True
    return False


# How a number becomes a code, and back.


def to_letters(number, length):
    """Return a number in base 28, the last digit first."""
    letters = []
    for _ in range(length):
        number, digit = divmod(number, len(LETTERS))
        letters.append(LETTERS[digit])
    return "".join(letters)


def from_letters(code):
    number = 0
    for letter in reversed(code):
        number = number * len(LETTERS) + LETTERS.index(letter)
    return number


def base64_of(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _raw(code):
    return base64.b64decode(code + "=" * (-len(code) % 4), "-_", validate=True)


def numbers(code):
    """Return the numbers that a code may stand for."""
    found, typed = [], plain(code)
    with suppress(ValueError):
        found.append(abs(int(code.replace("-", ""), 16)))
    if set(typed) <= set(LETTERS):
        found += [from_letters(typed), from_letters(typed[::-1])]
    return found


def forms(code):
    """Return the bytes that a program may keep of a code: its characters, or what they stand for."""
    texts = {code, code.lower(), plain(code), plain(code).lower(), *map(str, numbers(code))}
    found = {text.encode() for text in texts}
    found |= {number.to_bytes(-(-number.bit_length() // 8)) for number in numbers(code)}
    for decode in (lambda: bytes.fromhex(code.replace("-", "")), lambda: _raw(code)):
        with suppress(ValueError):
            found.add(decode())
    return found


SPELLINGS = {
    "hexadecimal": (lambda code: int(code, 16), lambda number, length: f"{number:0{length}x}"),
    "bytes in hexadecimal": (
        lambda code: int.from_bytes(bytes.fromhex(code), "little"),
        lambda number, length: number.to_bytes(length // 2, "little").hex(),
    ),
    "bytes in base64": (
        lambda code: int.from_bytes(_raw(code), "little"),
        lambda number, length: base64_of(number.to_bytes(length * 3 // 4, "little")),
    ),
    "letters": (from_letters, to_letters),
    "letters, the first one first": (
        lambda code: from_letters(code[::-1]),
        lambda number, length: to_letters(number, length)[::-1],
    ),
    "decimal": (int, lambda number, length: f"{number:0{length}}"),
}


# How a digest becomes a code.

HASHES = (hashlib.md5, hashlib.sha1, hashlib.sha256, hashlib.sha512, hashlib.sha3_256, hashlib.blake2b, hashlib.blake2s)
LETTER_OF_BYTE = bytes(ord(LETTERS[byte % len(LETTERS)]) for byte in range(256))
BEGINNING, DIGITS = 16, 13
"""So many characters of a code are compared, or digits in base 28. Each has 60 bits or more, so nothing is equal by chance."""


def marks_of_code(code):
    """Return what is looked at of a code, to see whether it is written from a digest."""
    marks, typed = {code[:BEGINNING], _hexadecimal(code.replace("-", "").lower())}, plain(code)
    if len(typed) >= BEGINNING and set(typed) <= set(LETTERS):
        marks |= {from_letters(typed[:DIGITS]), from_letters(typed[::-1][:DIGITS]), typed[:BEGINNING]}
    return marks


def marks_of_digest(digest):
    """Return the same of all codes that a program may write from a digest."""
    modulus = len(LETTERS) ** DIGITS
    return (
        _hexadecimal(digest.hex()),
        base64.urlsafe_b64encode(digest[:12]).decode(),
        int.from_bytes(digest) % modulus,
        int.from_bytes(digest, "little") % modulus,
        digest[:BEGINNING].translate(LETTER_OF_BYTE).decode(),
    )


def _hexadecimal(digits):
    return digits[:12] + digits[13:BEGINNING]  # a UUID has its version between them


# The Mersenne Twister.


def untempered(value):
    """Return the word of the state from which the generator has made this output."""
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


def generator_after(outputs):
    """Return a generator that goes on as the one that gave these outputs of 32 bits."""
    copy = random.Random()
    copy.setstate((3, (*map(untempered, outputs[-WORDS_OF_STATE:]), WORDS_OF_STATE), None))
    return copy


def next_codes(seen):
    """Return what follows codes that are whole outputs of one generator, for each spelling that they may have."""
    length, found = len(seen[-1]), set()
    for decode, encode in SPELLINGS.values():
        try:
            numbers = [decode(code) for code in seen]
            bits = 32 * math.ceil(max(number.bit_length() for number in numbers) / 32)
            words = [number >> at & 0xFFFFFFFF for number in numbers for at in range(0, bits, 32)]
            if len(words) >= WORDS_OF_STATE:
                found.add(encode(generator_after(words).getrandbits(bits), length))
        except (ValueError, OverflowError):
            continue
    return found


def drawn(length):
    """Return the ways in which a program may draw a code of this length from a generator."""
    letters = len(LETTERS)
    ways = [
        lambda own: "".join(own.choices(LETTERS, k=length)),
        lambda own: "".join(own.choice(LETTERS) for _ in range(length)),
        lambda own: "".join(LETTERS[own.randrange(letters)] for _ in range(length)),
        lambda own: str(own.randrange(10**length)).zfill(length),
        lambda own: f"{own.getrandbits(4 * length):0{length}x}",
        lambda own: own.randbytes(length // 2).hex(),
        lambda own: base64_of(own.randbytes(length * 3 // 4)),
        lambda own: to_letters(own.getrandbits(128), length),
        lambda own: to_letters(own.getrandbits(128), length)[::-1],
    ]
    if length <= letters:
        ways.append(lambda own: "".join(own.sample(LETTERS, length)))
    return ways


def literals(box):
    """Return numbers and words that are written in codes.py, so everybody knows them."""
    tree = ast.parse(box.read("codes.py") or b"")
    values = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    kept = [value for value in values if isinstance(value, (int, str, bytes)) and len(str(value)) < 40]
    return sorted(kept, key=repr)[:24]


def names_in(source):
    """Return how the objects are reached that a module, its classes or their objects keep, such as generators."""
    tree = ast.parse(source)
    top, inner = _assigned(tree.body), []
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            top += [f"{node.name}.{name}" for name in _assigned(node.body)]
            inner += [
                each.attr
                for each in ast.walk(node)
                if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store)
            ]
    return [*top, *(f"{name}.{attribute}" for name in top for attribute in dict.fromkeys(inner))][:60]


def _assigned(statements):
    names = []
    for node in statements:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names += [target.id for target in targets if isinstance(target, ast.Name)]
    return names


# Each bit of the outputs of a Mersenne Twister is the sum, without carry, of the same bit of 134 earlier outputs.
SPAN = 19_937
EARLIER = (
    623, 850, 1077, 1246, 1304, 1531, 1700, 1758, 1869, 1985, 2096, 2154, 2212, 2439, 2492, 2608, 2666, 2777, 2893,
    3004, 3062, 3115, 3120, 3342, 3347, 3400, 3516, 3569, 3574, 3685, 3796, 3801, 3912, 3970, 4028, 4255, 4308, 4361,
    4424, 4482, 4588, 4593, 4709, 4820, 4878, 4931, 4936, 4984, 5158, 5163, 5216, 5332, 5385, 5390, 5501, 5612, 5617,
    5728, 5786, 5844, 6071, 6124, 6177, 6240, 6298, 6404, 6409, 6525, 6636, 6694, 6747, 6752, 6800, 6974, 6979, 7032,
    7148, 7201, 7206, 7264, 7317, 7428, 7433, 7544, 7602, 7660, 7940, 7993, 8056, 8099, 8220, 8225, 8326, 8452, 8553,
    8563, 8616, 8722, 8780, 8790, 8848, 9017, 9176, 9244, 9809, 9968, 10036, 10432, 11731, 11958, 12185, 12354, 12412,
    12460, 12808, 13368, 13600, 14276, 15184, 15575, 15802, 16029, 16256, 16483, 16710, 16937, 17164, 17444, 18067,
    18294, 18352, 18521, 18748, 19937,
)  # fmt: skip


def predicted(values, at):
    """Return the value at a place of a sequence, computed from the values before it."""
    found = 0
    for back in EARLIER:
        found ^= values[at - back]
    return found
