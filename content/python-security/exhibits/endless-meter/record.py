"""Read files, devices, a FIFO and a file: URL piece by piece, beside the size that is reported for them."""

import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Thread
from urllib.request import urlopen
from xml.etree import ElementTree as ET

LESSON = Path(__file__).parents[2] / "lessons" / "virtual-resources"
sys.path.insert(0, str(LESSON))

from resources import ENVIRONMENT, PIECE, kind  # noqa: E402

PIECES = 16
LIMIT = 100_000
FILE_SIZE = 200_000
BAR = 310


def counts(read, limit: int | None) -> list[int]:
    """Return the bytes read after each piece; with a limit, one more byte than it is read at most."""
    found = [0]
    for _ in range(PIECES):
        wanted = PIECE if limit is None else min(PIECE, limit + 1 - found[-1])
        found.append(found[-1] + len(read(wanted) if wanted else b""))
    return found


def of_path(title: str, path: str) -> dict:
    row = {"title": title, "kind": kind(path), "size": os.stat(path).st_size}
    for name, limit in (("free", None), ("limited", LIMIT)):
        with open(path, "rb") as file:
            row[name] = counts(file.read, limit)
    return row


def of_environment() -> dict:
    """Read /proc/self/environ in a process whose environment is the same on every machine."""
    size = "import os; print(os.stat('/proc/self/environ').st_size, len(open('/proc/self/environ', 'rb').read()))"
    run = subprocess.run([sys.executable, "-c", size], env=ENVIRONMENT, capture_output=True, text=True, check=True)
    reported, length = map(int, run.stdout.split())
    row = [0] + [length] * PIECES
    return {"title": "/proc/self/environ", "kind": "regular file", "size": reported, "free": row, "limited": row}


def of_url(url: str) -> dict:
    with urlopen(url) as answer:
        row = {"title": url, "kind": "answer", "size": int(answer.headers["Content-Length"])}
    for name, limit in (("free", None), ("limited", LIMIT)):
        with urlopen(url) as answer:
            row[name] = counts(answer.read, limit)
    return row


def of_fifo(path: Path) -> dict:
    """Open a FIFO that nobody writes to, and see that the call does not return."""
    os.mkfifo(path)
    reader = Thread(target=path.read_bytes)
    reader.start()
    reader.join(timeout=0.1)
    waits = reader.is_alive()
    path.write_bytes(b"")
    reader.join()
    return {
        "title": "a FIFO",
        "kind": kind(str(path)),
        "size": path.stat().st_size,
        "free": [],
        "limited": [],
        "waits": waits,
    }


def record() -> dict:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.pdf"
        report.write_bytes(b"-" * FILE_SIZE)
        resources = [
            of_path("report.pdf", str(report)),
            of_environment(),
            of_path("/dev/zero", "/dev/zero"),
            of_path("/dev/urandom", "/dev/urandom"),
            of_url("file:///dev/zero"),
            of_fifo(Path(folder) / "queue"),
        ]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "piece": PIECE,
        "limit": LIMIT,
        "resources": resources,
        "tables": [
            {
                "title": f"Bytes read after {PIECES} pieces",
                "columns": ["resource", "kind", "reported size", "without a limit", f"with a limit of {LIMIT:,}"],
                "rows": [
                    [
                        f"`{each['title']}`",
                        each["kind"],
                        each["size"],
                        *(last(each[name]) for name in ("free", "limited")),
                    ]
                    for each in resources
                ],
            }
        ],
    }


def last(row: list[int]) -> int | str:
    return row[-1] if row else "open() waits"


def draw(data: dict) -> str:
    """Draw a bar for each resource: the bytes that were read, beside the size that was reported."""
    rows = data["resources"]
    height = 44 + 34 * len(rows)
    most = data["piece"] * PIECES
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "readers",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": "Reported size and bytes really read. Only the file on the disk has as many bytes as reported; devices and a file URL report 0 and have no end.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    for x, title in ((4, "resource"), (160, "reported"), (230, f"read in {PIECES} pieces")):
        write(title, x, 20, "value")
    for row, each in enumerate(rows):
        y = 40 + 34 * row
        write(each["title"], 4, y + 16, "mono")
        write(f"{each['size']:,}", 160, y + 16, "")
        ET.SubElement(svg, "line", {"class": "axis", "x1": "230", "x2": "230", "y1": f"{y}", "y2": f"{y + 26}"})
        if not each["free"]:
            write("open() waits for a writer", 240, y + 16, "harm")
            continue
        count = each["free"][-1]
        width = max(2, BAR * count / most)
        right = count == each["size"]
        shape = {"x": "230", "y": f"{y + 4}", "width": f"{width:g}", "height": "16"}
        ET.SubElement(svg, "rect", {"class": "sound" if right else "harm"} | shape)
        write(
            f"{count:,}{'' if each['free'][-2] == count else ', no end'}",
            240 + width,
            y + 16,
            "sound" if right else "harm",
        )
    return ET.tostring(svg, encoding="unicode") + "\n"
