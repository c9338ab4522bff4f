"""Installs what requirements.txt lists into the folder site/."""

import shutil
import subprocess
import sys

FOLDER = "site"


def main():
    """Install afresh; pip reads pip.conf by itself. Return its exit status."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    words = ["install", "--target", FOLDER, "--requirement", "requirements.txt"]
    return subprocess.run([sys.executable, "-m", "pip", *words]).returncode


if __name__ == "__main__":
    sys.exit(main())
