"""Encrypt the drawing of the lesson in each mode, and keep the shade of each pixel.

A shade is the two highest bits of red; two pixels are one hexadecimal digit.
"""

import hashlib
import platform
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import cryptography

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "symmetric-encryption"))

import picture  # noqa: E402

picture.KEY = hashlib.sha256(b"fixed, so that the exhibit can be recorded again").digest()
NONCE = hashlib.sha256(b"fixed, too").digest()[:12]
OTHER = hashlib.sha256(b"another one").digest()[:12]
PIXEL = 4


def xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def shades(data: bytes) -> str:
    """Return two pixels as one digit: the two highest bits of the first byte of each."""
    bits = [data[at] >> 6 for at in range(0, len(data), PIXEL)]
    return "".join(f"{high << 2 | low:x}" for high, low in zip(bits[::2], bits[1::2], strict=True))


def record() -> dict[str, object]:
    penguin, fish = picture.paint(picture.PENGUIN), picture.paint(picture.FISH)
    views = [
        ("The picture", "paint(PENGUIN)", "before it is encrypted", penguin),
        ("ECB", "modes.ECB()", "the ciphertext", picture.ecb(penguin)),
        ("GCM, new nonce", "AESGCM(key).encrypt(os.urandom(12), …)", "the ciphertext", picture.gcm(penguin, OTHER)),
        (
            "GCM, same nonce twice",
            "AESGCM(key).encrypt(nonce, …)",
            "two ciphertexts, XORed",
            xor(picture.gcm(penguin, NONCE), picture.gcm(fish, NONCE)),
        ),
    ]
    kept = [
        {"name": name, "code": code, "about": about, "different": picture.different(data), "shades": shades(data)}
        for name, code, about, data in views
    ]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, "
        f"cryptography {cryptography.__version__}",
        "size": picture.SIZE,
        "blocks": len(penguin) // picture.BLOCK,
        "views": kept,
        "tables": [
            {
                "title": "Different blocks",
                "columns": ["view", "what is shown", "different blocks of 16 bytes"],
                "rows": [[view["name"], view["about"], view["different"]] for view in kept],
            }
        ],
    }  # fmt: skip


def dark_runs(shades_of_view: str, size: int) -> str:
    """Return a path over all pixels of the two darker shades, run by run."""
    pixels = [pixel for digit in shades_of_view for pixel in (int(digit, 16) >> 2, int(digit, 16) & 3)]
    steps = []
    for y in range(size):
        x = 0
        while x < size:
            start = x
            while x < size and pixels[y * size + x] < 2:
                x += 1
            if x > start:
                steps.append(f"M{start} {y + 0.5}h{x - start}")
            x = max(x, start + 1)
    return "".join(steps)


def draw(data: dict) -> str:
    """Draw the four views side by side, in two shades."""
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "penguin",
            "width": "680",
            "height": "216",
            "viewBox": "0 0 680 216",
            "aria-label": "A penguin; its outline in ECB; noise in GCM with a new nonce; and a penguin and a fish where the same nonce was used twice.",
        },
    )
    size = data["size"]
    for index, view in enumerate(data["views"]):
        x = 172 * index
        place = {"x": f"{x}", "y": "24", "width": "160", "height": "160"}
        ET.SubElement(svg, "rect", {"class": "paper"} | place)
        group = ET.SubElement(svg, "g", {"transform": f"translate({x} 24) scale({160 / size:.5f})"})
        ET.SubElement(group, "path", {"class": "dark", "d": dark_runs(view["shades"], size)})
        ET.SubElement(svg, "text", {"class": "value", "x": f"{x}", "y": "16"}).text = view["name"]
        ET.SubElement(svg, "text", {"x": f"{x}", "y": "204"}).text = f"{view['different']} different blocks"
    return ET.tostring(svg, encoding="unicode") + "\n"
