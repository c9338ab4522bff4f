"""Names and values of fields are never taken for each other."""

import itertools

from helpers import word

RANGES = [
    (0, 0x300),
    (0x2000, 0x2070),
    (0x2190, 0x2200),
    (0x2400, 0x2440),
    (0xE000, 0xE040),
    (0xF8F0, 0xF900),
    (0xFE00, 0xFFFF),
]
LIKELY = [chr(code) for first, last in RANGES for code in range(first, last)]
SIGNS = [chr(code) for code in range(128) if not chr(code).isalnum()]


def comes_back(box, fields):
    return box.call("labels:read", box.call("labels:write", fields)) == fields


def test_any_character(box, rng):
    """Each character may be a name, a value, or a part of a value."""
    others = [chr(code) for code in rng.sample(range(0x300, 0x110000), 1600) if not 0xD800 <= code < 0xE000]
    characters = list(dict.fromkeys(LIKELY + others))
    rng.shuffle(characters)
    for some in itertools.batched(characters, 300):
        values = rng.sample(some, len(some))
        assert comes_back(box, dict(zip(some, values, strict=True))), "names and values of one character"
        assert comes_back(box, {"parcel": "1001", "to": "".join(some), "door": word(rng)}), "a value of many characters"


def test_any_pair_of_signs(box, rng):
    """Each two signs of ASCII may follow each other, and may be a value, or a name."""
    for some in itertools.batched(SIGNS, 6):
        pairs = [one + other for one in some for other in SIGNS]
        assert comes_back(box, {"to": "".join(pairs), "door": word(rng)}), some
        assert comes_back(box, {pair: pair[::-1] for pair in pairs}), some
