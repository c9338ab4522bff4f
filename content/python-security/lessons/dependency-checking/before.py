"""Check a downloaded package against a list of names and versions."""

import tempfile
from pathlib import Path

from indexes import wheel

LOCK = {"shop-tools": "1.2.0"}


def accept(path: Path) -> bool:
    name, version = path.name.split("-")[:2]
    return LOCK.get(name.replace("_", "-")) == version


with tempfile.TemporaryDirectory() as folder:
    for version, origin in (("1.2.0", "our"), ("99.0.0", "the attacker's"), ("1.2.0", "the attacker's")):
        path = wheel(Path(folder), version, origin)
        print(f"{version:<7}{origin:<15}{'accepted' if accept(path) else 'refused'}")
