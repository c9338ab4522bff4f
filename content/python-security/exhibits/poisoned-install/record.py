"""Install four versions of a package with the real pip, and write down after which command its code has run."""

import os
import platform
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "malicious-packages"))

from packages import WHEELS, make  # noqa: E402

KINDS = {
    "build": "source distribution: code in its build script",
    "start": "wheel: code in a .pth file",
    "module": "wheel: code in __init__.py",
    "function": "wheel: code in a function",
}
COMMANDS = {
    "pip download hello": [
        "-m",
        "pip",
        "download",
        "-q",
        "--no-index",
        "--find-links",
        "{index}",
        "-d",
        "{down}",
        "hello",
    ],
    "pip install hello": ["-m", "pip", "install", "-q", "--no-index", "--find-links", "{index}", "hello"],
    'python -c "print(2 + 2)"': ["-c", "print(2 + 2)"],
    'python -c "import hello"': ["-c", "import hello"],
    'python -c "import hello; hello.greet()"': ["-c", "import hello; hello.greet()"],
}


def run(kind: str, *, wheels_only: bool) -> list[dict]:
    """Run the five commands in order, in a new environment, and tell after which the code of the package had run."""
    steps = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for each in ("index", "down"):
            (folder / each).mkdir()
        make(kind, folder / "index")
        venv.create(folder / "venv", symlinks=True, with_pip=True)
        trace = folder / "trace.txt"
        places = {"index": str(folder / "index"), "down": str(folder / "down")}
        for command, arguments in COMMANDS.items():
            trace.write_text("")
            only = ["--only-binary", ":all:"] if wheels_only and "pip" in command else []
            argv = [str(folder / "venv/bin/python"), *(each.format_map(places) for each in arguments), *only]
            done = subprocess.run(
                argv,
                cwd=folder,
                env=os.environ | {"TRACE": str(trace), "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
                capture_output=True,
                text=True,
                check=False,
            )
            ran = sorted(set(trace.read_text().splitlines()))
            steps.append({"command": command + " ".join(["", *only]), "ended": done.returncode == 0, "ran": ran})
    return steps


def pip_version() -> str:
    import ensurepip

    return ensurepip.version()


def record() -> dict:
    scenes = [
        {"kind": kind, "title": title, "wheels_only": only, "steps": run(kind, wheels_only=only)}
        for only in (False, True)
        for kind, title in KINDS.items()
    ]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, pip {pip_version()}",
        "scenes": scenes,
        "tables": [
            {
                "title": title,
                "columns": ["package", *COMMANDS],
                "rows": [
                    [
                        each["title"],
                        *(
                            "code ran" if step["ran"] else "no code ran" if step["ended"] else "refused"
                            for step in each["steps"]
                        ),
                    ]
                    for each in scenes
                    if each["wheels_only"] is only
                ],
            }
            for only, title in ((False, "pip as it is"), (True, "pip with --only-binary :all:"))
        ],
    }


def draw(data: dict) -> str:
    """Draw a row for each package and a column for each command; a dot where the code of the package ran."""
    scenes = [each for each in data["scenes"] if not each["wheels_only"]]
    heads = ["download", "install", "any program", "import", "call"]
    height = 44 + 34 * len(scenes)
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "install-still",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": "Four packages and five commands. Code in a build script runs at download, code in a .pth file with any program, code in a module at import, code in a function only when it is called.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    for column, head in enumerate(heads):
        write(head, 340 + 76 * column, 18, "value middle")
    for row, each in enumerate(scenes):
        y = 48 + 34 * row
        write(each["title"], 4, y + 4, "")
        for column, step in enumerate(each["steps"]):
            x = 340 + 76 * column
            kind = "harm" if step["ran"] else "ring"
            ET.SubElement(svg, "circle", {"class": kind, "cx": f"{x}", "cy": f"{y}", "r": "7" if step["ran"] else "5"})
    return ET.tostring(svg, encoding="unicode") + "\n"
