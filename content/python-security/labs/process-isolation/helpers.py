"""What tests and attacks share: scans, good and bad, and what a description may be."""

import struct
from string import ascii_lowercase

SIZE, TITLE, LAYER = 1, 2, 3
ENVIRONMENT, DESCRIPTOR, WAIT, PRINT = 240, 241, 242, 243  # for the programmers of the library


def word(rng, least=4, most=9):
    """Return a random word."""
    return "".join(rng.choices(ascii_lowercase, k=rng.randint(least, most)))


def chunk(kind, content):
    """Return a chunk."""
    return struct.pack(">BH", kind, len(content) + 3) + content


def size(width, height):
    """Return the chunk with the size."""
    return chunk(SIZE, struct.pack(">HH", width, height))


def title(text):
    """Return the chunk with the title."""
    encoded = text.encode()
    return chunk(TITLE, bytes([len(encoded)]) + encoded)


def layer(width, height, filler=b""):
    """Return a layer in one colour; it takes a byte of memory for each pixel."""
    return chunk(LAYER, struct.pack(">HHB", width, height, 1) + filler)


def scan(*chunks):
    """Return a scan."""
    return b"SCAN" + b"".join(chunks)


def honest(rng):
    """Return a scan, and its description."""
    width, height, layers, name = rng.randint(2, 9999), rng.randint(2, 9999), rng.randint(0, 5), word(rng)
    data = scan(size(width, height), title(name), *[layer(rng.randint(1, 300), 200) for _ in range(layers)])
    return data, {"width": width, "height": height, "layers": layers, "title": name}


def is_description(answer):
    """Tell whether an answer is what the brief allows."""
    return (
        type(answer) is dict
        and sorted(answer) == ["height", "layers", "title", "width"]
        and all(type(answer[name]) is int and 1 <= answer[name] <= 10_000 for name in ("width", "height"))
        and type(answer["layers"]) is int
        and 0 <= answer["layers"] <= 100
        and type(answer["title"]) is str
        and len(answer["title"]) <= 200
    )
