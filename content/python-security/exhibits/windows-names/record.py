"""Ask the lesson's model of Windows and its three checks about names."""

import platform
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "windows-paths"))

from cases import CASES  # noqa: E402
from checks import CHECKS  # noqa: E402
from names import DEVICES, FILES, FOLDER, opened  # noqa: E402

# Beside the documented cases: names at the edges of the rules, so that the page's code is compared there too.
MORE = (
    "", ".", "..", "...", "a/b", "2026\\report.txt", "report.txt.", "report.txt ", "report.txt:", "report.txt::", "REPORT.TXT:Notes:$data",
    "report.txt:$DATA", "report.txt:a:b", "report.txt:a:$DATA", "report.txt:a/b", "2026/../report.txt", "x:y", "c:report.txt", "C:nul",
    "C:\\app\\FILES\\report.txt", "c:/app/files/../x", "//host", "\\\\?\\C:\\x", "\\\\\\x", "/", "nul.tar.gz", "lpt¹.txt", "com0", "conin$", "NUL/x",
    "a?b", "a\tb", "con .txt", " con", "report.txt/", "report.txt/.", "passwo~1.txt:x", "nul.", "nul .", "aux::$DATA", "D:nul", "files", "é.txt",
)  # fmt: skip


def case(name: str) -> dict:
    kind, what = opened(name)
    return {"name": name, "kind": kind, "what": what, "accepted": [check.__name__ for check in CHECKS if check(name)]}


def record() -> dict:
    cases = [case(name) for name, *_ in CASES]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "folder": FOLDER,
        "files": FILES,
        "devices": sorted(DEVICES),
        "secret": "passwords.txt",
        "checks": [{"id": check.__name__, "title": check.__name__} for check in CHECKS],
        "cases": cases,
        "more": [case(name) for name in MORE],
        "tables": [
            {
                "title": "What Windows opens, where that is documented, and which checks accept the name",
                "columns": ["name", "opens", "source", "accepted by"],
                "rows": [
                    [
                        f"`{each['name']}`",
                        f"{each['kind']} `{each['what']}`",
                        f"[{source.rpartition('/')[2]}]({source})",
                        ", ".join(each["accepted"]) or "none",
                    ]
                    for each, (*_, source) in zip(cases, CASES, strict=True)
                ],
            }
        ],
    }


def draw(data: dict) -> str:
    """Draw a row for each name: what Windows opens, and what two checks say."""
    rows = data["cases"]
    height = 44 + 26 * len(rows)
    passed = sum("contained" in each["accepted"] and each["what"] != "report.txt" for each in rows)
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "names-still",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": f"{len(rows)} names and what Windows opens for them. The comparison of paths accepts {passed} names that open something else than the public file, the allowlist none.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    for x, title in ((4, "name"), (200, "Windows opens"), (430, "contained"), (560, "allowlist")):
        write(title, x, 20, "value")
    for row, each in enumerate(rows):
        y = 50 + 26 * row
        good = each["what"] == "report.txt"
        write(each["name"], 4, y, "mono")
        write(f"{each['kind']} {each['what']}", 200, y, "")
        for x, check in ((430, "contained"), (560, "allowlist")):
            accepted = check in each["accepted"]
            write("accepts" if accepted else "refuses", x, y, ("sound" if good else "harm") if accepted else "")
    return ET.tostring(svg, encoding="unicode") + "\n"
