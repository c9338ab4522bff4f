"""Four places for a module of the attacker, and three ways to start Python."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

MODULE = "raise SystemExit(print('hijacked'))\n"
OPTIONS = {"python": [], "python -P": ["-P"], "python -I": ["-I"]}


def started(folder: Path, arguments: list[str], place: str) -> str:
    """Run Python with the attacker's statistics.py in one place."""
    environment = {"PATH": os.environ["PATH"]}
    if place == "PYTHONPATH":
        environment["PYTHONPATH"] = str(folder / "other")
    command = [sys.executable, "-B", *arguments]
    run = subprocess.run(command, cwd=folder / "current", env=environment, capture_output=True, text=True)
    return "hijacked" if run.stdout == "hijacked\n" else "-"


def prepare(folder: Path) -> None:
    for name in ("own", "clean", "current", "other"):
        (folder / name).mkdir()
    for name in ("own", "current", "other"):
        (folder / name / "statistics.py").write_text(MODULE)
    for name in ("own", "clean"):
        (folder / name / "report.py").write_text("import statistics\nprint(statistics.mean([1, 2, 6]))\n")


def rows(folder: Path) -> dict[str, tuple[str, list[str]]]:
    return {
        "beside the script": ("", [str(folder / "own" / "report.py")]),
        "current folder, -c": ("", ["-c", "import statistics; print(statistics.mean([1, 2, 6]))"]),
        "current folder, -m": ("", ["-m", "statistics"]),
        "in PYTHONPATH": ("PYTHONPATH", [str(folder / "clean" / "report.py")]),
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        print(f"{'':22}" + "".join(f"{title:12}" for title in OPTIONS).rstrip())
        for title, (place, arguments) in rows(folder).items():
            found = [started(folder, [*options, *arguments], place) for options in OPTIONS.values()]
            print(f"{title:22}" + "".join(f"{each:12}" for each in found).rstrip())
