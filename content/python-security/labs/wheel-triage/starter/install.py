"""Installs what the mirror sends: a list of file names and contents, as JSON on standard input."""

import base64
import json
import runpy
import sys
import tarfile
import tempfile
from pathlib import Path

import policy
from wheels import Wheel

ROOT = Path(__file__).parent
LAUNCHER = """\
import sys
sys.path.insert(0, {root!r})
import start
from {module} import {function}
sys.exit({function}())
"""


def install(path):
    """Write the files and the commands of a wheel."""
    wheel = Wheel(path)
    for member, place in wheel.files():
        target = ROOT / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(wheel.read(member))
    for place, module, function in wheel.commands():
        text = LAUNCHER.format(root=str(ROOT), module=module, function=function)
        (ROOT / place).write_text(text)


def build(path):
    """Run the build script of a source archive."""
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(path) as archive:
            archive.extractall(folder, filter="data")
        runpy.run_path(str(next(Path(folder).glob("*/setup.py"))), run_name="__main__")


def decide(path):
    """Review a package, and install it if nothing speaks against it; return the reason."""
    try:
        reason = policy.review(path)
        if not reason:
            (install if path.suffix == ".whl" else build)(path)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
    return reason


def main():
    """Decide about each package of the list, one after the other."""
    inbox = ROOT / "inbox"
    inbox.mkdir(exist_ok=True)
    for name, content in json.load(sys.stdin):
        path = inbox / Path(name).name
        path.write_bytes(base64.b64decode(content))
        print(json.dumps([name, decide(path)]))


if __name__ == "__main__":
    main()
