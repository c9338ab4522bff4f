"""What tests and attacks share: parcels, labels as bytes, and the machine in the hall as an oracle."""

import ast
import base64
import binascii
import re
from collections import Counter
from contextlib import suppress

from quintain.judge import Raised

BLOCK = 16
IVO = 1001
TAGS = (0, 16, 20, 32, 64)  # sizes of tags and hashes
MOST_HITS = 8


def word(rng, count=10):
    return "".join(rng.choices("abcdefghijklmnoprstuvwz", k=count))


def post(box, rng, to=None, door=None, content=None):
    """Send a parcel to oneself."""
    to = to or word(rng).title()
    return box.call("depot:post", to, door or str(rng.randrange(100_000, 1_000_000)), content or word(rng))


def ivo_label(box):
    return box.call("depot:hall")[IVO]


def ways(label):
    """Give each part of a label as bytes, with a function that makes a label of other bytes."""
    parts = re.split(r"([.:|~$])", label)
    for at in range(0, len(parts), 2):
        with suppress(ValueError, binascii.Error):
            text = parts[at].translate(str.maketrans("-_", "+/"))
            data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
            if len(data) >= BLOCK:
                yield data, _maker(parts, at, lambda new: base64.urlsafe_b64encode(new).decode())
        with suppress(ValueError):
            data = bytes.fromhex(parts[at])
            if len(data) >= BLOCK:
                yield data, _maker(parts, at, bytes.hex)


def _maker(parts, at, write):
    padded = parts[at].endswith("=") or len(parts) == 1
    return lambda new: "".join([*parts[:at], write(new) if padded else write(new).rstrip("="), *parts[at + 1 :]])


def xor(first, second):
    return bytes(one ^ other for one, other in zip(first, second, strict=True))


def changes(data, old, new):
    """Change the bits of one text into those of another, at each place where it may be."""
    change = xor(old, new)
    for at in range(len(data) - len(change) + 1):
        yield xor(data, bytes(at) + change + bytes(len(data) - at - len(change)))


def collects(box, made, secret):
    """Try these labels at the machine; return what was in the compartment, or why it stayed closed."""
    answer = ""
    for label in made:
        try:
            answer = box.call("depot:pick_up", label)
        except Raised as refusal:
            answer = refusal.text
        if secret in str(answer):
            break
    return answer


def literals(box):
    """Return the texts in the code, which the attacker may have read."""
    tree = ast.parse(box.read("labels.py") or b"")
    found = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    texts = [each.encode() if isinstance(each, str) else each for each in found]
    return sorted(each for each in texts if isinstance(each, bytes) and 0 < len(each) <= 40)[:40]


class Oracle:
    """The machine in the hall: which labels of many get another answer than most of them?"""

    def __init__(self, box, counts_steps):
        self.box, self.counts_steps = box, counts_steps
        self.scan(["x"])  # what is only slow at first

    def scan(self, labels):
        found = self.box.call("depot:scan", labels)
        return [tuple(each) if self.counts_steps else each[0] for each in found]

    def different(self, labels):
        """Return the places of the labels with a rare answer, if they get it again."""
        answers = self.scan(labels)
        usual = Counter(answers).most_common(1)[0][0]
        rare = [at for at, answer in enumerate(answers) if answer != usual]
        if not 0 < len(rare) <= MOST_HITS:
            return []
        again = self.scan([labels[at] for at in rare])
        return [at for at, answer in zip(rare, again, strict=True) if answer != usual]

    def decrypt(self, block, message):
        """Return what AES makes of a block; `message(front)` is a label that ends with this block behind another."""
        inner = bytearray(BLOCK)
        for at in reversed(range(BLOCK)):
            wanted = BLOCK - at
            fronts = []
            for guess in range(256):
                front = bytearray(byte ^ wanted for byte in inner)
                front[:at] = block[:at]  # anything
                front[at] = guess
                fronts.append(bytes(front))
            hits = self.different([message(front) for front in fronts])
            if at == BLOCK - 1 and len(hits) > 1:  # was it a longer padding by chance?
                other = [fronts[hit][: at - 1] + bytes([fronts[hit][at - 1] ^ 1]) + fronts[hit][at:] for hit in hits]
                usual = Counter(self.scan([message(front) for front in fronts])).most_common(1)[0][0]
                hits = [
                    h for h, a in zip(hits, self.scan([message(front) for front in other]), strict=True) if a != usual
                ]
            if len(hits) != 1:
                return None
            inner[at] = fronts[hits[0]][at] ^ wanted
        return bytes(inner)
