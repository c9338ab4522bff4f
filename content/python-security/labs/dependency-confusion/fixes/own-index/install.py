"""Installs what a release needs into the folder site/, on the machine that deploys it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = "site"
COMPANY = "http://company.lab.test:8001/simple/"
PUBLIC = "http://public.lab.test:8002/simple/"
OURS = "lantern-"


def pip(*words):
    """Run pip; it reads pip.conf by itself. Return its exit status."""
    return subprocess.run([sys.executable, "-m", "pip", *words]).returncode


def take(index, pins):
    """Install these versions from this index alone, and nothing that they need besides."""
    return pip("install", "--no-deps", "--target", FOLDER, "--index-url", index, *pins) if pins else 0


def is_ours(pin):
    """Tell whether a line of the lock file names a package of the company, in any spelling of its name."""
    name = pin.split("==")[0]
    return re.sub(r"[-_.]+", "-", name).lower().startswith(OURS)


def main():
    """Install afresh, each package from the index of its owner; return pip's exit status."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    lines = [line.split() for line in Path("requirements.lock").read_text().splitlines()]
    pins = [words[0] for words in lines if words]
    ours = [pin for pin in pins if is_ours(pin)]
    return take(COMPANY, ours) or take(PUBLIC, [pin for pin in pins if pin not in ours])


if __name__ == "__main__":
    sys.exit(main())
