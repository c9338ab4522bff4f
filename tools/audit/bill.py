"""Checks that the bills of materials of a release have all parts.

    python tools/audit/bill.py PYTHON.cdx.json PAGES.cdx.json
    npm sbom … | python tools/audit/bill.py --without-tools >PAGES.cdx.json
    uv export … | python tools/audit/bill.py --with-course COURSE.whl >PYTHON.cdx.json

Of Python: what the installed package requires, with all extras, each in the version of the lock and with a SHA-256.
Of the pages: what npm's lock has that is neither for development nor optional, each with a hash and a licence.

The second form drops what npm's lock marks as for development. npm's own ``--omit dev`` drops esbuild as well, which
the pages need and a tool for development needs, too (npm 11.19).

The third form says of the course, which uv knows as a folder, what is in the wheel: version, licence and SHA-256.
"""

import email
import hashlib
import json
import re
import sys
import tomllib
import zipfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

COURSE: Final = "quintain-course-python-security"
ROOT: Final = Path(__file__).parents[2]
PIN: Final = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)


def main() -> None:
    """Compare, and print what is missing; or prune a bill."""
    if sys.argv[1:] == ["--without-tools"]:
        json.dump(without_tools(json.load(sys.stdin)), sys.stdout, indent=2)
        return
    if sys.argv[1:2] == ["--with-course"]:
        json.dump(with_course(json.load(sys.stdin), Path(sys.argv[2])), sys.stdout, indent=2)
        return
    python, pages = (json.loads(Path(name).read_text()) for name in sys.argv[1:3])
    wrong = [*missing_of_python(python), *missing_of_pages(pages)]
    for line in wrong:
        print(line)
    sys.exit(1 if wrong else 0)


def missing_of_python(bill: Any) -> list[str]:
    """Return what the bill lacks of the packages that run."""
    locked = dict(PIN.findall((ROOT / "requirements.txt").read_text()))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked |= dict(pin for line in project["dependencies"] for pin in PIN.findall(line) if pin[0] == COURSE)
    listed = {canonicalize_name(each["name"]): each for each in bill["components"]}
    wrong = [f"python: {name} is missing" for name in sorted(required() - listed.keys())]
    for name, part in listed.items():
        if locked.get(name) != part["version"]:
            wrong.append(f"python: {name} is {part['version']}, and {locked.get(name)} in requirements.txt")
        if not _has_sha256(part):
            wrong.append(f"python: {name} has no SHA-256")
    return wrong


def with_course(bill: Any, wheel: Path) -> Any:
    """Complete the part of the bill that is the course, by its wheel."""
    (part,) = (each for each in bill["components"] if each["name"] == COURSE)
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(archive.read(name))
    part["version"] = metadata["Version"]
    part["licenses"] = [{"expression": metadata["License-Expression"]}]
    part["purl"] = f"pkg:pypi/{COURSE}@{metadata['Version']}"
    part["hashes"] = [{"alg": "SHA-256", "content": hashlib.sha256(wheel.read_bytes()).hexdigest()}]
    return bill


def required() -> set[str]:
    """Return the packages that quintain requires on this machine, with all its extras, and those that they require."""
    found: set[str] = set()
    open_ = [("quintain", frozenset(distribution("quintain").metadata.get_all("Provides-Extra") or []))]
    seen = set()
    while open_:
        name, extras = open_.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            lines = distribution(name).requires or []
        except PackageNotFoundError:
            continue  # which is missing in the bill as well, or there by its own name
        for line in lines:
            wanted = Requirement(line)
            marker = wanted.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in (extras or {""})):
                found.add(canonicalize_name(wanted.name))
                open_.append((canonicalize_name(wanted.name), frozenset(wanted.extras)))
    return found


def missing_of_pages(bill: Any) -> list[str]:
    """Return what the bill lacks of the packages that are bundled, and of the bundler."""
    wanted = parts_of_pages()
    listed = {(_npm_name(each), each["version"]): each for each in bill["components"]}
    wrong = [f"pages: {name} {version} is missing" for name, version in sorted(wanted - listed.keys())]
    for (name, version), part in listed.items():
        if not (part.get("hashes") or _has_sha256(part)) or not part.get("licenses"):
            wrong.append(f"pages: {name} {version} has no hash or no licence")
    return wrong


def parts_of_pages() -> set[tuple[str, str]]:
    """Return names and versions of what npm's lock has for the pages."""
    packages = json.loads((ROOT / "frontend" / "package-lock.json").read_text())["packages"]
    return {
        (path.rpartition("node_modules/")[2], package["version"])
        for path, package in packages.items()
        if path and not package.get("dev") and not package.get("optional")
    }


def without_tools(bill: Any) -> Any:
    """Return a bill of the pages with nothing else in it."""
    wanted = parts_of_pages()
    parts = [each for each in bill["components"] if (_npm_name(each), each["version"]) in wanted]
    kept = {each["bom-ref"] for each in parts} | {bill["metadata"]["component"]["bom-ref"]}
    edges = [
        each | {"dependsOn": [ref for ref in each.get("dependsOn", []) if ref in kept]}
        for each in bill.get("dependencies", [])
        if each["ref"] in kept
    ]
    return bill | {"components": parts, "dependencies": edges}


def _npm_name(part: Any) -> str:
    return f"{part['group']}/{part['name']}" if part.get("group") else str(part["name"])


def _has_sha256(part: Any) -> bool:
    references = [part, *part.get("externalReferences", [])]
    return any(one["alg"].startswith("SHA-") for each in references for one in each.get("hashes", []))


if __name__ == "__main__":
    main()
