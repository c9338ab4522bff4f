"""Installs what a release needs into the folder site/, on the machine that deploys it."""

import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = "site"


def pip(*words):
    """Run pip; it reads pip.conf by itself. Return its exit status."""
    return subprocess.run([sys.executable, "-m", "pip", *words]).returncode


def main():
    """Install afresh; return pip's exit status."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    pins = [line.split()[0] for line in Path("requirements.lock").read_text().splitlines() if line.strip()]
    return pip("install", "--target", FOLDER, *pins)


if __name__ == "__main__":
    sys.exit(main())
