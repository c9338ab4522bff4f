"""What tests and attacks share: sealed files, envelopes as bytes, and envelopes that are put together from others."""

import ast
import base64
import binascii
import json
import re
from itertools import pairwise

from quintain.judge import Raised

OTTO, OTTO_PASSWORD = "otto", "harbour-7421"
MOST_PLACES = 340
BATCH, BATCH_BYTES = 40, 2**18
PRIMES = (2**256 - 2**224 + 2**192 + 2**96 - 1, 2**384 - 2**128 - 2**96 + 2**32 - 1, 2**521 - 1)  # of NIST's curves
OVERHEAD = 16  # a tag, or a block: less than this is no piece of its own


def word(rng, length=10):
    return "".join(rng.choices("bcdfghklmnprtvwz", k=length))


def send(box, canary, content, file=None, office="town", tender="bridge"):
    """Let anna send a file; return the number of the envelope, its header and its content."""
    file = file or "bid.txt"
    number = box.call("portal:send", "anna", canary.anna_password, office, tender, file, content)
    [[header, sealed]] = box.call("portal:envelopes", number)
    return number, header, sealed


def seal_own(box, header, content):
    """Seal a file with any header, as everybody can who has the program and the public key of the office."""
    return box.call("portal:seal", header, content)


def read_back(box, number, password, firm="anna"):
    """Let a firm see its file as the office has read it; None if the office refuses it."""
    try:
        content = box.call("portal:read_back", firm, password, number)
    except Raised:
        return None
    return content if isinstance(content, bytes) else repr(content).encode()


def overwritten(box, canary, number, header, sealed):
    """Overwrite an envelope of anna's; return what the office reads in it, or None if it refuses it."""
    box.call("portal:overwrite", number, header, sealed)
    return read_back(box, number, canary.anna_password)


def opened(box, header, many, office=None):
    """Let an office open many envelopes, one after the other, and give what it reads; None if it refuses one."""
    size = max(1, min(BATCH, BATCH_BYTES // max(map(len, many), default=1)))
    for at in range(0, len(many), size):
        yield from _opened(box, office or header["office"], header, many[at : at + size])


def _opened(box, office, header, many):
    try:
        return box.call("offices:unseal_all", office, header, many)
    except Raised:  # an exception that is no Exception
        return [_opened(box, office, header, [each])[0] for each in many] if len(many) > 1 else [None]


def reads_other(box, header, made, known, office=None):
    """Tell whether an office opens one of these envelopes, and reads anything but what is known to have been sealed."""
    contents = opened(box, header, list(dict.fromkeys(made)), office)
    return any(content is not None and content not in known for content in contents)


def views(sealed):
    """Return ways to see an envelope as a list of byte strings, with a function that makes an envelope of such a list.

    Most envelopes are one byte string. Others are written in base64 or hexadecimal, in several parts, or as JSON.
    """
    text = sealed.decode("ascii", "replace")
    found = [*_decoded_views(text, sealed), *_json_views(text), *_separated_views(text)] if text.isascii() else []
    return found or [([sealed], b"".join)]


def _decoded_views(text, sealed):
    for decoded, write in _decoded(text):
        for parts, make in views(decoded) if decoded != sealed else ():
            yield parts, lambda new, make=make, write=write: write(make(new)).encode()


def _separated_views(text):
    for separator in ".:|$,; \n":
        tokens = [_decoded(token) for token in text.strip().split(separator)]
        if len(tokens) > 1 and all(tokens):
            writes = [token[0][1] for token in tokens]
            yield [token[0][0] for token in tokens], lambda new, s=separator, w=writes: _joined(new, s, w)


def _joined(parts, separator, writes):
    """Write each part as the part at this place was written, and those behind the last one like it."""
    longer = writes + [writes[-1]] * max(0, len(parts) - len(writes))
    return separator.join(write(part) for write, part in zip(longer, parts, strict=False)).encode()


def _decoded(text):
    """Give the bytes that a text may be written for, each with a function that writes others in the same way."""
    if not re.fullmatch(r"[A-Za-z0-9+/_-]{8,}={0,2}\s*", text):
        return []
    if re.fullmatch(r"(?:[0-9a-f]{2})+", text):
        return [(bytes.fromhex(text), bytes.hex)]
    try:
        data = base64.b64decode(
            text.strip().rstrip("=").translate(str.maketrans("-_", "+/")) + "=" * (-len(text.strip().rstrip("=")) % 4),
            validate=True,
        )
    except binascii.Error:
        return []
    encode = base64.urlsafe_b64encode if re.search("[-_]", text) else base64.b64encode
    is_padded = text.strip().endswith("=") or len(text.strip()) % 4 == 0
    return [(data, lambda new: encode(new).decode() if is_padded else encode(new).decode().rstrip("="))]


def _json_views(text):
    try:
        value = json.loads(text)
    except ValueError:
        return
    places = list(_places(value))
    leaves = [(path, _decoded(leaf)) for path, leaf in places if isinstance(leaf, str) and _decoded(leaf)]
    if leaves:
        writes = [decoded[0][1] for _, decoded in leaves]

        def make(new):
            changed = json.loads(text)
            for (path, _), write, part in zip(leaves, writes, new, strict=False):
                changed = _put(changed, path, write(part))
            return json.dumps(changed).encode()

        yield [decoded[0][0] for _, decoded in leaves], make
    for path, items in places:
        if isinstance(items, list) and len(items) > 1:
            coded = [json.dumps(item).encode() for item in items]
            yield (
                coded,
                lambda new, path=path: json.dumps(_put(json.loads(text), path, [*map(_item, new)])).encode(),
            )


def _item(coded):
    """Return an item of a list; an attack may have damaged it."""
    try:
        return json.loads(coded)
    except ValueError:
        return coded.decode("latin-1")


def _places(value, path=()):
    yield path, value
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _places(item, (*path, key))


def _put(value, path, new):
    if not path:
        return new
    place = value
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = new
    return value


def binary(sealed):
    """Return the bytes of an envelope, without base64 and the like."""
    return b"".join(views(sealed)[0][0])


def pieces(box, header):
    """Find out whether a file is sealed in pieces: how many bytes of it are in a piece, and how many of the envelope.

    The size of an envelope tells it: it grows by more than a byte where a new piece begins. Returns the size of a file
    of exactly one piece, that of a further piece, and what a further piece adds to the envelope; None without pieces.
    """

    def size(length):
        return len(binary(seal_own(box, header, bytes(range(256)) * (length // 256) + bytes(range(length % 256)))))

    if all(0 <= size(length) - length - size(1) + 1 + OVERHEAD < 2 * OVERHEAD for length in range(20, 530, 30)):
        return _large_pieces(size)
    sizes = [size(length) for length in range(1, 530)]
    ends = [at + 1 for at, (one, other) in enumerate(pairwise(sizes)) if other - one >= OVERHEAD]
    return (ends[0], ends[1] - ends[0], sizes[ends[1]] - sizes[ends[0]]) if len(ends) > 1 else None


def _large_pieces(size):
    first = _end(size, 500)
    second = first and _end(size, first + 1)
    return second and (first, second - first, size(second + 1) - size(first + 1))


def _end(size, start):
    """Return the last length before an envelope grows by more than its content."""
    low, high, extra = start, 150_000, size(start) - start + OVERHEAD - 1
    if size(high) - high < extra:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if size(middle) - middle >= extra else (middle, high)
    return low


def records(sealed, count, length):
    """Cut an envelope into pieces of one length, with what is before and behind them; also lists of pieces."""
    for parts, make in views(sealed):
        if len(parts) > 1:
            yield parts, make
            continue
        data = parts[0]
        for behind in (0, 16, 32, 64):
            start = len(data) - behind - count * length
            if start < 0:
                continue
            cut = [data[start + at * length : start + (at + 1) * length] for at in range(count)]
            yield (
                cut,
                lambda new, make=make, a=data[:start], z=data[len(data) - behind :]: make([b"".join([a, *new, z])]),
            )


def rearranged(own):
    """Drop, repeat and swap parts of one envelope."""
    size = len(own)
    for at in range(min(size, 8)):
        yield own[:at] + own[at + 1 :]
        yield own[: at + 1] + own[at:]
    for at in range(min(size, 8) - 1):
        yield [*own[:at], own[at + 1], own[at], *own[at + 2 :]]
    yield own[: size // 2]
    yield own[::-1]


def combined(own, other):
    """Put parts of another envelope into this one."""
    size = min(len(own), len(other))
    for at in range(min(size, 8)):
        yield [*own[:at], other[at], *own[at + 1 :]]
    for at in range(1, min(size, 9)):
        yield own[:at] + other[at:]
        yield other[:at] + own[at:]
    yield own + other
    yield [*own, other[-1]]
    yield [other[0], *own]


def cut_and_joined(own, other):
    """Give the beginning of one envelope with the end of another, cut at many places, and the other way round."""
    for (parts, make), (others, _) in zip(views(own), views(other), strict=False):
        if len(parts) != len(others):
            continue
        whole = [b"".join(parts), b"".join(others)]
        size = min(map(len, whole))
        for at in range(1, min(size, MOST_PLACES)):
            if at % 4 > 1:  # the parts of an envelope have even sizes, and may be behind one more byte
                continue
            for one, two in (whole, whole[::-1]):
                joined = one[:at] + two[at:]
                ends = [len(b"".join(parts[:end])) for end in range(len(parts))] + [len(joined)]
                yield make([joined[start:end] for start, end in pairwise(ends)])


def negated_points(part):
    """Give the bytes with another point of an elliptic curve near the beginning, which leads to the same secret."""
    for prime in PRIMES:
        size = (prime.bit_length() + 7) // 8
        for at in range(min(16, len(part) - 2 * size)):
            y = int.from_bytes(part[at + 1 + size : at + 1 + 2 * size])
            if part[at] == 4 and 0 < y < prime:
                yield part[: at + 1 + size] + (prime - y).to_bytes(size) + part[at + 1 + 2 * size :]


def mixed(one, other):
    """Return the XOR of two byte strings."""
    return bytes(left ^ right for left, right in zip(one, other, strict=False))


def constants(box):
    """Return the strings of the program, which an attacker may have read, too."""
    found = []
    for node in ast.walk(ast.parse(box.read("envelopes.py") or b"")):
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)) and 4 <= len(node.value) <= 100:
            found.append(node.value if isinstance(node.value, bytes) else node.value.encode())
    return found[:60]


def written(header):
    """Return the header as programs write it."""
    ways = [{}, {"sort_keys": True}, {"ensure_ascii": False}, {"separators": (",", ":")}]
    texts = [json.dumps(header, **way) for way in ways] + [
        separator.join(header.values()) for separator in ("", "|", "\n")
    ]
    return [text.encode() for text in [*texts, header["firm"], repr(header), repr(sorted(header.items()))]]
