"""Measure what one guess costs with five password hashes, and multiply it by the number of possible passwords.

Needs argon2-cffi. Processor time is measured, not the clock: an attacker uses all cores, each with a guess of its own.
"""

import hashlib
import math
import os
import platform
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

from argon2 import PasswordHasher

PASSWORD, SALT = b"orbit lantern walnut", b"0123456789abcdef"
ITERATIONS = 600_000
# Chick3nman's benchmark of hashcat 6.2.6 on an RTX 4090, in guesses a second; PBKDF2 had 999 iterations.
CARD = {"md5": 164.1e9, "sha256": 22.0e9, "pbkdf2": 8.866e6 * 999 / ITERATIONS}
SECRETS = [
    ("one of Django's common passwords", 19_640),
    ("6 random lowercase letters", 26**6),
    ("8 random lowercase letters", 26**8),
    ("8 random printable characters", 95**8),
    ("4 random words of a list of 7,776", 7776**4),
    ("5 random words of a list of 7,776", 7776**5),
    ("15 random lowercase letters", 26**15),
]
DRAWN = 3
UNITS = [(31_557_600, "year"), (86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")]
LEFT, WIDE, TOP, ROW, BAR = 12, 656, 34, 54, 16
LEAST, MOST = 1e-6, 1e18


def hashes() -> list[tuple[str, str, Callable[[], object]]]:
    hasher = PasswordHasher()
    return [
        ("md5", "MD5 with salt", lambda: hashlib.md5(SALT + PASSWORD, usedforsecurity=False).digest()),
        ("sha256", "SHA-256 with salt", lambda: hashlib.sha256(SALT + PASSWORD).digest()),
        ("pbkdf2", "PBKDF2-SHA256, 600,000", lambda: hashlib.pbkdf2_hmac("sha256", PASSWORD, SALT, ITERATIONS)),
        ("scrypt", "scrypt, 128 MiB", lambda: hashlib.scrypt(PASSWORD, salt=SALT, n=2**17, r=8, p=1, maxmem=2**28)),
        ("argon2", "Argon2id, argon2-cffi's default", lambda: hasher.hash(PASSWORD, salt=SALT)),
    ]


def cpu_seconds(guess: Callable[[], object]) -> float:
    """Return the least processor time of one guess in five runs; short ones are repeated within a run."""
    repeats = 1
    while True:
        begin = time.process_time()
        for _ in range(repeats):
            guess()
        spent = time.process_time() - begin
        if spent > 0.1:
            break
        repeats *= 4
    runs = [spent]
    for _ in range(4):
        begin = time.process_time()
        for _ in range(repeats):
            guess()
        runs.append(time.process_time() - begin)
    return float(f"{min(runs) / repeats:.3g}")


def words(seconds: float) -> str:
    """Return a time as people say it."""
    if seconds < 1:
        return "less than a second"
    size, unit = next((size, unit) for size, unit in UNITS if seconds >= size)
    number = seconds / size
    for large, name in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if number >= large:
            return f"{number / large:,.0f}{name} {unit}s"
    shown = f"{number:,.0f}"
    return f"{shown} {unit}" if shown == "1" else f"{shown} {unit}s"


def machine() -> dict[str, object]:
    """Describe the machine without its name."""
    about = Path("/proc/cpuinfo")
    lines = about.read_text(encoding="utf-8").splitlines() if about.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processor": model or platform.processor(),
        "cores": os.cpu_count(),
    }


def tables(data: dict) -> list[dict]:
    kinds = data["kinds"]
    return [
        {
            "title": "One guess",
            "columns": ["hash", "seconds, one core", "guesses a second, one core", "guesses a second, RTX 4090"],
            "rows": [
                [each["title"], each["core"], round(1 / each["core"], 1), round(each["card"]) if each["card"] else "no figure"]
                for each in kinds
            ],
        },
        {
            "title": "All guesses, one core",
            "columns": ["password", "possible", *(each["title"] for each in kinds)],
            "rows": [
                [each["title"], each["count"], *(words(int(each["count"]) * kind["core"]) for kind in kinds)]
                for each in data["secrets"]
            ],
        },
    ]  # fmt: skip


def record() -> dict:
    kinds = [
        {"name": name, "title": title, "core": cpu_seconds(guess), "card": CARD.get(name)}
        for name, title, guess in hashes()
    ]
    data = {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, argon2-cffi {version('argon2-cffi')}",
        "machine": machine(),
        "kinds": kinds,
        "secrets": [{"title": title, "count": str(count)} for title, count in SECRETS],
    }
    return data | {"tables": tables(data)}


def draw(data: dict) -> str:
    """Draw for one password how long one core needs with each hash, on an axis whose every line is a million times more."""
    secret = data["secrets"][DRAWN]
    height = TOP + ROW * len(data["kinds"]) + 6
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "readers",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": f"{secret['title']}, all guesses on one core: "
            + "; ".join(f"{each['title']}: {words(int(secret['count']) * each['core'])}" for each in data["kinds"])
            + ".",
        },
    )

    def write(text: str, x: float, y: float, kind: str = "") -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    write(f"{secret['title']}: all guesses, one core", LEFT, 20, "value")
    for row, each in enumerate(data["kinds"]):
        y = TOP + ROW * row
        seconds = int(secret["count"]) * each["core"]
        wide = WIDE * math.log(min(seconds, MOST) / LEAST) / math.log(MOST / LEAST)
        kind = "harm" if each["name"] in ("md5", "sha256") else "sound"
        write(each["title"], LEFT, y + 14)
        write(words(seconds), LEFT + WIDE, y + 14, f"end {kind}")
        place = {"x": f"{LEFT}", "y": f"{y + 22}", "width": f"{wide:.1f}", "height": f"{BAR}"}
        ET.SubElement(svg, "rect", {"class": kind} | place)
    return ET.tostring(svg, encoding="unicode") + "\n"
