"""Writes the versions of requirements.txt into pyproject.toml, for whoever calls ``uv run`` without ./quintain."""

import re
from pathlib import Path

import tomlkit

ROOT = Path(__file__).resolve().parent.parent


def pinned(requirements: str) -> list[str]:
    """Return ``name==version`` with its marker for each package of a lock file, in its order."""
    lines = re.findall(r"^([a-z0-9][^\s;\\]*==[^\s;\\]+)(\s*;[^\\\n]+)?", requirements, re.MULTILINE)
    return [(name + marker.rstrip()).strip() for name, marker in lines]


def main() -> None:
    """Renew the table in place; the rest of the file keeps its comments and order."""
    path = ROOT / "pyproject.toml"
    document = tomlkit.parse(path.read_text())
    pins = tomlkit.array()
    pins.multiline(multiline=True)
    for pin in pinned((ROOT / "requirements.txt").read_text()):
        pins.append(pin)
    document["tool"]["uv"]["constraint-dependencies"] = pins  # type: ignore[index]
    path.write_text(tomlkit.dumps(document))


if __name__ == "__main__":
    main()
