"""Compare the packages of an environment with its lock file."""

import tempfile
import tomllib
from importlib.metadata import distributions
from pathlib import Path

from inventory import PACKAGES, make, normal


def difference(site_packages: Path, lock: str) -> tuple[list[str], list[str]]:
    """Return what only the environment has, and what only uv.lock has."""
    installed = {f"{normal(each.name)} {each.version}" for each in distributions(path=[str(site_packages)])}
    locked = {f"{each['name']} {each.get('version')}" for each in tomllib.loads(lock)["package"]}
    return sorted(installed - locked), sorted(locked - installed)


def lock_file() -> str:
    """Write a lock file that was updated today, for an environment that was built in the past."""
    pins = dict(each.split() for each in PACKAGES if not each.startswith("PyYAML")) | {"urllib3": "2.8.0"}
    return "".join(f'[[package]]\nname = "{normal(name)}"\nversion = "{version}"\n' for name, version in pins.items())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder))
        only_here, only_locked = difference(Path(folder), lock_file())
        print("only in the environment:", *only_here, sep="\n  ")
        print("only in the lock file:", *only_locked, sep="\n  ")
