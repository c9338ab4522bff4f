"""Extend a signed link, for each guess of the key's length and each way to compute the tag; keep blocks and states."""

import hashlib
import hmac
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "hashing"))

from extend import extend  # noqa: E402
from sha256 import START, compress, padding  # noqa: E402

KEY = bytes.fromhex("7c0d5e81f3429ab6e81750cc2f96d43b08a17e65")
LINK = b"user=zoe&file=report.pdf"
MORE = b"&file=salaries.pdf"
GUESSES = range(10, 31)
BLOCK = 64

SCHEMES: dict[str, Callable[[bytes], bytes]] = {
    "sha256(key + link)": lambda link: hashlib.sha256(KEY + link).digest(),
    "sha256(key + link)[:16]": lambda link: hashlib.sha256(KEY + link).digest()[:16],
    "sha3_256(key + link)": lambda link: hashlib.sha3_256(KEY + link).digest(),
    "blake2b(link, key=key)": lambda link: hashlib.blake2b(link, key=KEY, digest_size=32).digest(),
    "HMAC-SHA-256": lambda link: hmac.digest(KEY, link, "sha256"),
}


def cut(pieces: list[tuple[str, bytes]]) -> list[list[list[object]]]:
    """Divide what the server hashes into blocks: for each piece its kind, its bytes as text, and how many there are."""
    blocks: list[list[list[object]]] = [[]]
    room = BLOCK
    for kind, data in pieces:
        while data:
            part, data = data[:room], data[room:]
            blocks[-1].append([kind, "" if kind == "key" else shown(kind, part), len(part)])
            room -= len(part)
            if room == 0:
                blocks.append([])
                room = BLOCK
    return [block for block in blocks if block]


def shown(kind: str, data: bytes) -> str:
    return data.hex(" ") if kind.endswith("padding") else data.decode()


def record_guess(key_bytes: int) -> dict[str, object]:
    """Extend the link with one guess; the server hashes it, and the state after each block is kept."""
    forged, _ = extend(LINK, SCHEMES["sha256(key + link)"](LINK), MORE, key_bytes)
    own = padding(len(KEY) + len(forged))
    message = KEY + forged + own
    state, states = START, []
    for start in range(0, len(message), BLOCK):
        state = compress(state, message[start : start + BLOCK])
        states.append("".join(f"{word:08x}" for word in state))
    pieces = [
        ("key", KEY),
        ("link", LINK),
        ("padding", padding(key_bytes + len(LINK))),
        ("more", MORE),
        ("own padding", own),
    ]
    return {"key_bytes": key_bytes, "blocks": cut(pieces), "states": states}


def record_scheme(name: str) -> dict[str, object]:
    """Let the server check the attacker's tag for each guess; half a state is filled up with zeros."""
    tag_of = SCHEMES[name]
    tag = tag_of(LINK)
    tags = []
    for key_bytes in GUESSES:
        forged, computed = extend(LINK, tag.ljust(32, b"\0"), MORE, key_bytes)
        tags.append([computed[: len(tag)].hex(), tag_of(forged).hex()])
    return {"name": name, "tag": tag.hex(), "tags": tags}


def record() -> dict[str, object]:
    schemes = [record_scheme(name) for name in SCHEMES]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "guesses": [record_guess(key_bytes) for key_bytes in GUESSES],
        "schemes": schemes,
        "tables": [
            {
                "title": "Accepted links",
                "columns": ["tag", "guesses that the server accepts"],
                "rows": [
                    [
                        f"`{scheme['name']}`",
                        ", ".join(
                            f"{key_bytes} bytes"
                            for key_bytes, (computed, right) in zip(GUESSES, scheme["tags"], strict=True)
                            if computed == right
                        )
                        or "none",
                    ]
                    for scheme in schemes
                ],
            }
        ],
    }  # fmt: skip


def draw(data: dict) -> str:
    """Draw the two blocks of the right guess as bars, and the state between them."""
    guess = next(each for each in data["guesses"] if each["key_bytes"] == len(KEY))
    scheme = data["schemes"][0]
    names = {"key": "key", "link": "link", "padding": "padding", "more": "&file=salaries.pdf", "own padding": "padding"}
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "memory-still",
            "width": "680",
            "height": "196",
            "viewBox": "0 0 680 196",
            "aria-label": "Two blocks of 64 bytes. The state after the first one is the tag that the attacker has; the second one is the attacker's own.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    for row, (block, state) in enumerate(zip(guess["blocks"], guess["states"], strict=True)):
        y = 22 + 96 * row
        write(f"block {row + 1}", 0, y - 8, "value")
        x = 0.0
        for kind, _, count in block:
            size = 680 * count / BLOCK
            tone = "harm" if kind == "more" else "given" if kind == "padding" else ""
            place = {"x": f"{x + 1:g}", "y": f"{y}", "width": f"{size - 2:g}", "height": "28"}
            ET.SubElement(svg, "rect", {"class": f"box {tone}".strip()} | place)
            write(names[kind], x + size / 2, y + 19, "middle harm" if tone == "harm" else "middle")
            x += size
        told = "= the tag that Zoe got" if state == scheme["tag"] else "= the new tag"
        write(f"state {state[:24]}…", 0, y + 50, "mono")
        write(told, 330, y + 50, "harm")
    return ET.tostring(svg, encoding="unicode") + "\n"
