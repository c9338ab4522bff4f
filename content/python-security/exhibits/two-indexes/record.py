"""Let the real pip and the real uv choose between two indexes on this machine, with an attacker on the public one."""

import os
import platform
import subprocess
import sys
import tempfile
import venv
from functools import cache
from importlib.metadata import version as version_of
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "dependency-checking"))

from indexes import origin, our_hash, serve, uv  # noqa: E402

PUBLIC = {
    "higher": ("shop-tools 99.0.0", ["99.0.0"]),
    "same": ("shop-tools 1.2.0, with other content", ["1.2.0"]),
    "nothing": ("nothing", []),
}
COMMANDS = {
    "pip, --extra-index-url": ("pip", "--index-url {private} --extra-index-url {public} shop-tools"),
    "pip, --extra-index-url, ==1.2.0": ("pip", "--index-url {private} --extra-index-url {public} shop-tools==1.2.0"),
    "pip, --extra-index-url, hashes": ("pip", "--index-url {private} --extra-index-url {public} --require-hashes -r {lock}"),
    "pip, only our index": ("pip", "--index-url {private} shop-tools"),
    "uv, our index first": ("uv", "--index {private} --default-index {public} shop-tools"),
    "uv, public index first": ("uv", "--index {public} --default-index {private} shop-tools"),
    "uv, unsafe-best-match": ("uv", "--index-strategy unsafe-best-match --index {private} --default-index {public} shop-tools"),
    "uv, unsafe-best-match, exclude-newer": (
        "uv",
        "--index-strategy unsafe-best-match --exclude-newer 2026-11-21 --index {private} --default-index {public} shop-tools",
    ),
}  # fmt: skip


@cache
def environment() -> tuple[tempfile.TemporaryDirectory, Path]:
    folder = tempfile.TemporaryDirectory()
    venv.create(folder.name, symlinks=True, with_pip=True)
    return folder, Path(folder.name) / "bin" / "python"


def pip(*arguments: str) -> str:
    """Install into an empty folder, and return whose package is there now."""
    with tempfile.TemporaryDirectory() as name:
        target = Path(name) / "target"
        command = [
            str(environment()[1]),
            "-m",
            "pip",
            "install",
            "-q",
            "--no-cache-dir",
            "--target",
            str(target),
            *arguments,
        ]
        variables = os.environ | {
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_RETRIES": "0",
        }
        subprocess.run(command, env=variables, capture_output=True, check=False)
        return origin(target)


def choose(tool: str, arguments: str, url: str, lock: Path) -> str:
    """Return `our`, `the attacker's`, or nothing."""
    places = {"private": f"{url}/private", "public": f"{url}/public", "lock": str(lock)}
    argv = [each.format_map(places) for each in arguments.split()]
    if tool == "pip":
        return pip(*argv)
    return uv(*argv).removeprefix("installs ").removesuffix(" package").replace("nothing", "")


def record() -> dict:
    import ensurepip

    outcomes: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as name:
        lock = Path(name) / "requirements.txt"
        lock.write_text(f"shop-tools==1.2.0 --hash=sha256:{our_hash()}\n", encoding="utf-8")
        for case, (_, versions) in PUBLIC.items():
            with serve(versions) as url:
                outcomes[case] = [choose(tool, arguments, url, lock) for tool, arguments in COMMANDS.values()]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, pip {ensurepip.version()}, uv {version_of('uv')}",
        "public": {case: words for case, (words, _) in PUBLIC.items()},
        "commands": [
            {
                "name": name,
                "line": f"{tool} install {arguments}".replace("uv install", "uv pip install")
                .replace("{", "")
                .replace("}", ""),
            }
            for name, (tool, arguments) in COMMANDS.items()
        ],
        "outcomes": outcomes,
        "tables": [
            {
                "title": "Whose package is installed, by what the attacker has published on the public index",
                "columns": ["command", *(words for words, _ in PUBLIC.values())],
                "rows": [
                    [name, *(f"{outcomes[case][row]} package" if outcomes[case][row] else "nothing" for case in PUBLIC)]
                    for row, name in enumerate(COMMANDS)
                ],
            }
        ],
    }


def draw(data: dict) -> str:
    """Draw a row for each command, and a column for what the attacker has published."""
    left, step, top = 280, 134, 56
    height = top + 28 * len(data["commands"])
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "install-still",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": "Eight commands that install shop-tools. pip with an extra index takes the attacker's higher version; hashes, one index, and uv with our index first do not.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    heads = ("higher version", "same version", "nothing")
    write("on the public index", left, 16, "value")
    for column, head in enumerate(heads):
        write(head, left + step * (column + 0.5), 36, "middle")
    for row, each in enumerate(data["commands"]):
        y = top + 28 * row
        write(each["name"], 4, y + 4, "")
        for column, case in enumerate(data["public"]):
            whose = data["outcomes"][case][row]
            x = left + step * (column + 0.5)
            write(
                {"our": "ours", "": "nothing"}.get(whose, "the attacker's"),
                x,
                y + 4,
                "middle sound" if whose == "our" else "middle harm" if whose else "middle",
            )
    return ET.tostring(svg, encoding="unicode") + "\n"
