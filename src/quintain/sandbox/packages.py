"""Brings packages into a runtime without running any code of theirs.

A lab's come from a lock file with hashes; the caller's own are copied from the environment that the server runs in.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import uv
from packaging.requirements import Requirement

from quintain.sandbox.errors import RuntimeNotBuilt
from quintain.sandbox.interpreter import Interpreter

INSTALL_SECONDS = 600


def install(lock: Path, into: Path, interpreter: Interpreter) -> None:
    """Fill ``into`` with exactly what the lock names: from uv's cache if all is there, else from the network.

    Raises:
        RuntimeNotBuilt: a package could not be obtained, or its hash differs.
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
    if _run([*command, "--offline"]).returncode == 0:
        return
    online = _run(command)
    if online.returncode != 0:
        raise RuntimeNotBuilt(
            f"The packages of {lock.name} could not be installed: {online.stderr.strip()[-800:]}",
            "Check the lock file and this machine's connection; what was installed once is kept and needs no network.",
        )


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run uv with the certificates that this machine trusts, as pip does: many companies read their own TLS."""
    environment = {"UV_SYSTEM_CERTS": "1"} | os.environ
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=INSTALL_SECONDS
    )


def with_requirements(names: Iterable[str]) -> dict[str, Distribution]:
    """Find distributions of this process's environment and all that they require here, by name.

    Raises:
        RuntimeNotBuilt: one is missing.
    """
    distributions: dict[str, Distribution] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in distributions:
            continue
        try:
            distributions[name] = distribution(name)
        except PackageNotFoundError as error:
            raise RuntimeNotBuilt(
                f"The package {name} is missing from the server's environment.", "Install Quintain again."
            ) from error
        needed = [Requirement(each) for each in distributions[name].requires or ()]
        waiting += [each.name for each in needed if each.marker is None or each.marker.evaluate({"extra": ""})]
    return dict(sorted(distributions.items()))


def copy_installed(distributions: Iterable[Distribution], into: Path) -> None:
    """Copy the files of installed distributions, without their scripts and bytecode.

    Raises:
        RuntimeNotBuilt: one does not say which files it has.
    """
    for installed in distributions:
        if installed.files is None:
            raise RuntimeNotBuilt(
                f"The package {installed.name} has no list of its files.", "Install it again with uv or pip."
            )
        for file in installed.files:
            if ".." not in file.parts and "__pycache__" not in file.parts:
                place = into / file
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(file.locate()), place)
