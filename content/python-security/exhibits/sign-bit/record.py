"""Let the lesson's parser read a length of one byte, as unsigned and as signed, for each of the 256 bytes."""

import io
import platform
import struct
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "signed-numbers"))

import frames  # noqa: E402

REST = 300
LIMIT = 100
FORMATS = {"unsigned": "B", "signed": "b"}


def read(form: str, byte: int) -> dict[str, int | None]:
    """Return the length that the parser sees, and how many bytes it reads; None if it refuses."""
    kept = frames.LENGTH, frames.LIMIT
    frames.LENGTH, frames.LIMIT = struct.Struct(form), LIMIT
    try:
        got = len(frames.read_message(io.BytesIO(bytes([byte]) + bytes(REST))))
    except ValueError:
        got = None
    finally:
        frames.LENGTH, frames.LIMIT = kept
    (length,) = struct.unpack(form, bytes([byte]))
    return {"length": length, "read": got}


def record() -> dict[str, object]:
    cases = [{name: read(form, byte) for name, form in FORMATS.items()} for byte in range(256)]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "limit": LIMIT,
        "rest": REST,
        "cases": cases,
        "tables": [
            {
                "title": "What the parser reads",
                "columns": ["byte", "unsigned", "bytes read", "signed", "bytes read"],
                "rows": [
                    [f"`{byte:08b}`", *(cell for reading in FORMATS for cell in cells(cases[byte][reading]))]
                    for byte in (0, 5, 100, 101, 127, 128, 129, 251, 254, 255)
                ],
            }
        ],
    }  # fmt: skip


def cells(case: dict) -> list[object]:
    return [case["length"], "refused" if case["read"] is None else case["read"]]


def draw(data: dict) -> str:
    """Draw the byte of eight ones, with the values of its places in both readings, and what the parser does."""
    case = data["cases"][255]
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "bits-still",
            "width": "680",
            "height": "176",
            "viewBox": "0 0 680 176",
            "aria-label": f"Eight ones are 255 as unsigned, which is refused, and -1 as signed: the parser reads {data['rest']} bytes.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    for at, place in enumerate((128, 64, 32, 16, 8, 4, 2, 1)):
        x = 110 + 44 * at
        ET.SubElement(svg, "rect", {"class": "box", "x": f"{x}", "y": "20", "width": "36", "height": "34", "rx": "4"})
        write("1", x + 18, 42, "value middle")
        write(str(place), x + 18, 90, "middle")
        write(f"−{place}" if at == 0 else str(place), x + 18, 138, "harm middle" if at == 0 else "middle")
    write("bits", 4, 42, "")
    for y, name, tone in ((90, "unsigned", "sound"), (138, "signed", "harm")):
        shown = case[name]
        write(name, 4, y, "value")
        write(f"{shown['length']}".replace("-", "−"), 476, y, "value")
        write("refused" if shown["read"] is None else f"{shown['read']} bytes read", 530, y, tone)
    write(f"limit {data['limit']}", 530, 42, "")
    return ET.tostring(svg, encoding="unicode") + "\n"
