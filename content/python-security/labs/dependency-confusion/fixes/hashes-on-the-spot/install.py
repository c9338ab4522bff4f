"""Installs what a release needs into the folder site/, on the machine that deploys it."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = "site"


def pip(*words):
    """Run pip; it reads pip.conf by itself. Return its exit status."""
    return subprocess.run([sys.executable, "-m", "pip", *words]).returncode


def lock_line(path):
    """Return the line of a lock file for a wheel."""
    name, version, *_ = path.name.split("-")
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def main():
    """Install afresh; return pip's exit status."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    shutil.rmtree("wheels", ignore_errors=True)
    if pip("download", "--dest", "wheels", "--requirement", "requirements.txt") != 0:
        return 1
    lines = [lock_line(path) for path in Path("wheels").iterdir()]
    Path("fresh.lock").write_text("".join(lines))
    return pip(
        "install", "--require-hashes", "--only-binary", ":all:", "--target", FOLDER, "--requirement", "fresh.lock"
    )


if __name__ == "__main__":
    sys.exit(main())
