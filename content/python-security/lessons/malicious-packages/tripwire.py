"""Install a wheel with a .pth file, and start a program that has nothing to do with it."""

import os
import subprocess
import tempfile
import venv
import zipfile
from pathlib import Path

from packages import make


def start(python: Path, program: str, trace: Path) -> str:
    run = subprocess.run(
        [python, "-c", program], env=os.environ | {"TRACE": str(trace)}, capture_output=True, text=True, check=True
    )
    return run.stdout.strip()


with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    trace = folder / "trace.txt"
    trace.touch()
    venv.create(folder / "venv", symlinks=os.name != "nt")
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    site = Path(start(python, "import sysconfig; print(sysconfig.get_path('purelib'))", trace))
    print("2 + 2 =", start(python, "print(2 + 2)", trace), "| stolen:", trace.read_text().strip() or "nothing")

    zipfile.ZipFile(folder / make("start", folder)).extractall(site)  # what an installer does with a wheel
    print("2 + 2 =", start(python, "print(2 + 2)", trace), "| stolen:", trace.read_text().strip())
