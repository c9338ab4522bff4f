"""Installs a lab's packages into a runtime, from a lock file with hashes and without running any code of theirs."""

import subprocess
from pathlib import Path

import uv

from quintain.sandbox.errors import RuntimeNotBuilt
from quintain.sandbox.interpreter import Interpreter

INSTALL_SECONDS = 600


def install(lock: Path, into: Path, interpreter: Interpreter) -> None:
    """Fill ``into`` with exactly what the lock names: from uv's cache if all is there, else from the network.

    Raises:
        RuntimeNotBuilt: a package could not be had, or its hash differs.
    """
    command = [
        uv.find_uv_bin(), "pip", "install", "--quiet", "--no-config",
        "--python", str(interpreter.executable),
        "--target", str(into),
        "--require-hashes",  # what a box runs is what the author of the pack locked
        "--no-deps",  # and nothing beyond it
        "--no-build",  # wheels only: building one would run its code outside of any box
        "--link-mode", "copy",  # a link into uv's cache would let one change reach both
        "--requirements", str(lock),
    ]  # fmt: skip
    offline = subprocess.run(
        [*command, "--offline"], capture_output=True, text=True, check=False, timeout=INSTALL_SECONDS
    )
    if offline.returncode == 0:
        return
    online = subprocess.run(command, capture_output=True, text=True, check=False, timeout=INSTALL_SECONDS)
    if online.returncode != 0:
        raise RuntimeNotBuilt(
            f"The packages of {lock.name} could not be installed: {online.stderr.strip()[-800:]}",
            "Check the lock file and this machine's connection; what was installed once is kept and needs no network.",
        )
