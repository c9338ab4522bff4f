"""Ask the environment whether an advisory is about us."""

import tempfile
from pathlib import Path

from inventory import inventory, make, normal


def uses(name: str, folder: Path) -> str:
    version, parents = inventory(folder).get(normal(name), ("", []))
    return f"yes, {version}, needed by {parents or 'nobody'}" if version else "no"


with tempfile.TemporaryDirectory() as folder:
    make(Path(folder))
    for name in ("urllib3", "Charset.Normalizer", "pyyaml", "django"):
        print(f"{name}: {uses(name, Path(folder))}")
