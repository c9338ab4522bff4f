"""Make an environment with the metadata of real packages, and ask it what is installed and why."""

import re
import tempfile
from importlib.metadata import distributions
from pathlib import Path

REQUIREMENTS = "Flask==3.1.3\nrequests==2.31.0\n"
PACKAGES = {
    "Flask 3.1.3": ["blinker", "click", "itsdangerous", "jinja2", "markupsafe", "werkzeug"],
    "requests 2.31.0": ["charset-normalizer", "idna", "urllib3", "certifi"],
    "Jinja2 3.1.6": ["MarkupSafe"],
    "Werkzeug 3.1.9": ["markupsafe"],
    "blinker 1.9.0": [],
    "click 8.5.1": [],
    "itsdangerous 2.2.0": [],
    "MarkupSafe 3.0.4": [],
    "charset_normalizer 3.4.4": [],
    "idna 3.20": [],
    "urllib3 2.0.4": [],
    "certifi 2026.10.19": [],
    "PyYAML 5.3.1": [],
}


def make(folder: Path) -> None:
    """Write what an installer leaves: one METADATA file for each package."""
    for package, needs in PACKAGES.items():
        name, version = package.split()
        info = folder / f"{name}-{version}.dist-info"
        info.mkdir()
        lines = [f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {each}" for each in needs)]
        (info / "METADATA").write_text("\n".join(lines), encoding="utf-8")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def inventory(folder: Path) -> dict[str, tuple[str, list[str]]]:
    found = {normal(each.name): each for each in distributions(path=[str(folder)])}
    needed_by = {name: [] for name in found}
    for name, each in sorted(found.items()):
        for requirement in each.requires or []:
            needed_by[normal(requirement)].append(name)
    return {name: (each.version, needed_by[name]) for name, each in found.items()}


if __name__ == "__main__":
    wanted = [normal(line.split("==")[0]) for line in REQUIREMENTS.splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder))
        for name, (version, parents) in sorted(inventory(Path(folder)).items()):
            why = "in requirements.txt" if name in wanted else "needed by " + (", ".join(parents) or "nobody")
            print(f"{name:<19}{version:<12}{why}")
