"""Run the lesson's watched program with an audit hook, in a process of its own: a hook cannot be removed."""

import platform
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

LESSON = Path(__file__).parents[2] / "lessons" / "python-platform-security"
GROUPS = {
    "files": ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"),
    "code": ("import", "compile", "exec"),
    "processes": ("subprocess.Popen",),
    "network": ("socket.__new__", "socket.connect"),
}


def events() -> list[dict]:
    run = subprocess.run([sys.executable, "-B", "stream.py"], cwd=LESSON, capture_output=True, text=True, check=True)
    found = []
    for text in run.stdout.splitlines():
        _, line, event, *detail = text.split(maxsplit=3)
        group = next(name for name, names in GROUPS.items() if event in names)
        found.append({"line": int(line), "event": event, "detail": "".join(detail), "group": group})
    return found


def record() -> dict:
    heard = events()
    source = (LESSON / "watched.py").read_text(encoding="utf-8").splitlines()
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "groups": list(GROUPS),
        "source": [{"line": number, "code": code} for number, code in enumerate(source, 1) if number > 2 and code],
        "events": heard,
        "tables": [
            {
                "title": "The events of one run",
                "columns": ["line", "event", "about", "group"],
                "rows": [
                    [
                        each["line"],
                        f"`{each['event']}`",
                        f"`{each['detail']}`" if each["detail"] else "-",
                        each["group"],
                    ]
                    for each in heard
                ],
            }
        ],
    }


def draw(data: dict) -> str:
    """Draw a row for each event, beside the line that raised it."""
    rows = data["events"]
    height = 44 + 26 * len(rows)
    code = {each["line"]: each["code"].strip() for each in data["source"]}
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "names-still",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": f"{len(rows)} audit events of a small program, each with the line that raised it: imports, files, eval, a command and a connection.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    for x, title in ((4, "line"), (345, "event"), (475, "about")):
        write(title, x, 20, "value")
    for row, each in enumerate(rows):
        y = 50 + 26 * row
        text = code[each["line"]]
        write(f"{each['line']:>2}  {text if len(text) < 38 else text[:36] + '…'}", 4, y, "mono")
        write(each["event"], 345, y, "value")
        write(each["detail"], 475, y, "")
    return ET.tostring(svg, encoding="unicode") + "\n"
