"""Ask requirements.txt whether an advisory is about us."""

import tempfile
from pathlib import Path

from inventory import REQUIREMENTS, make


def uses(name: str, folder: Path) -> str:
    return "yes" if name in REQUIREMENTS else "no"


with tempfile.TemporaryDirectory() as folder:
    make(Path(folder))
    for name in ("urllib3", "Charset.Normalizer", "pyyaml", "django"):
        print(f"{name}: {uses(name, Path(folder))}")
