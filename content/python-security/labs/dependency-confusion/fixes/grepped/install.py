"""Installs what a release needs into the folder site/, on the machine that deploys it."""

import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = "site"
BAD = ("urlopen", "urllib", "socket", "subprocess", "eval(", "exec(", "base64")


def pip(*words):
    """Run pip; it reads pip.conf by itself. Return its exit status."""
    return subprocess.run([sys.executable, "-m", "pip", *words]).returncode


def looks_bad():
    """Tell whether anything that was installed holds a word that no honest package needs."""
    files = [path for path in Path(FOLDER).rglob("*") if path.suffix in {".py", ".pth"}]
    return any(word in path.read_text() for path in files for word in BAD)


def main():
    """Install wheels, and look into them; what looks bad is replaced by what the lock file names."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    wheels = ("install", "--only-binary", ":all:", "--target", FOLDER, "--requirement")
    status = pip(*wheels, "requirements.txt")
    if status == 0 and looks_bad():
        shutil.rmtree(FOLDER)
        return pip(*wheels, "requirements.lock")
    return status


if __name__ == "__main__":
    sys.exit(main())
