"""Runs Bandit over ``src/quintain``, and prints what it finds without a reason.

A finding has its reason in one of two places: on its own line, as the ``noqa`` of ruff's rule of the same number
(``S308`` for Bandit's ``B308``), or in ``bandit.toml`` beside this file. A reason there without a finding is an error.
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
SOURCES: Final = HERE.parents[1] / "src" / "quintain"
NOQA: Final = re.compile(r"#\s*noqa:\s*([A-Z0-9, ]+)")


def main() -> None:
    """Run it."""
    reasons = tomllib.loads((HERE / "bandit.toml").read_text())
    command = [Path(sys.executable).with_name("bandit"), "-q", "-r", SOURCES, "-f", "json"]
    said = subprocess.run(command, check=False, capture_output=True, text=True).stdout
    report = json.loads(said)
    if report["errors"]:
        sys.exit(f"Bandit could not read: {report['errors']}")
    used: set[tuple[str, str]] = set()
    bare = []
    for finding in report["results"]:
        path = Path(finding["filename"])
        name, number = path.relative_to(SOURCES).as_posix(), finding["test_id"][1:]
        lines = path.read_text().splitlines()
        spots = (lines[at - 1] for at in (finding["line_number"], *finding["line_range"]))
        if any(f"S{number}" in code for line in spots for code in NOQA.findall(line)):
            continue
        known = reasons.get(f"B{number}", {})
        place = next((each for each in known if each in {name, "everywhere"} or _is_folder_of(each, name)), None)
        if place is None:
            bare.append(f"{name}:{finding['line_number']}: B{number} {finding['issue_text']}")
        else:
            used.add((f"B{number}", place))
    idle = [
        f"bandit.toml: {rule} {place}: nothing is found there any more"
        for rule, places in reasons.items()
        for place in places
        if (rule, place) not in used
    ]
    for line in (*bare, *idle):
        print(line)
    sys.exit(1 if bare or idle else 0)


def _is_folder_of(place: str, name: str) -> bool:
    return place.endswith("/") and name.startswith(place)


if __name__ == "__main__":
    main()
