"""Check a downloaded package against a lock file with hashes (PEP 751)."""

import hashlib
import tempfile
import tomllib
from pathlib import Path

from indexes import our_hash, wheel

PYLOCK = f"""
lock-version = "1.0"
created-by = "by hand"

[[packages]]
name = "shop-tools"
version = "1.2.0"
wheels = [{{ name = "shop_tools-1.2.0-py3-none-any.whl", hashes = {{ sha256 = "{our_hash()}" }} }}]
"""
LOCK = {wheel["name"]: wheel["hashes"]["sha256"] for each in tomllib.loads(PYLOCK)["packages"] for wheel in each["wheels"]}


def accept(path: Path) -> bool:
    return LOCK.get(path.name) == hashlib.sha256(path.read_bytes()).hexdigest()


with tempfile.TemporaryDirectory() as folder:
    for version, origin in (("1.2.0", "our"), ("99.0.0", "the attacker's"), ("1.2.0", "the attacker's")):
        path = wheel(Path(folder), version, origin)
        print(f"{version:<7}{origin:<15}{'accepted' if accept(path) else 'refused'}")
