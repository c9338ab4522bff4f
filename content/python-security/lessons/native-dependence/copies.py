"""Look for OpenSSL in every native file that this process has in its memory."""

import re
import ssl
from pathlib import Path

import cryptography.hazmat.bindings._rust
import psycopg

VERSION = re.compile(rb"OpenSSL \d+\.\d+\.\d+ +\d+ \w+ \d{4}")  # OpenSSL names its version so


def mapped() -> set[Path]:
    """Return the files in the memory of this process, as Linux lists them."""
    lines = Path("/proc/self/maps").read_text().splitlines()
    files = {Path(line.split(maxsplit=5)[5]) for line in lines if "/" in line}
    return {file for file in files if file.is_file()}


def comes_with(file: Path) -> str:
    if "site-packages" not in file.parts:
        return "Python or the system"
    folder = file.parts[file.parts.index("site-packages") + 1]
    return f"the wheel {folder.removesuffix('.libs')}"


if __name__ == "__main__":
    copies = [file for file in mapped() if VERSION.search(file.read_bytes())]
    print(len(copies), "copies of OpenSSL in one process:")
    for place in sorted(map(comes_with, copies)):
        print("  it comes with", place)
