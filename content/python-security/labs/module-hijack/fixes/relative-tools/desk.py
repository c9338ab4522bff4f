"""The receiving desk of a herbarium: collectors send parcels, and the desk looks them over.

desk.py receive PARCEL NAME    put what comes in by standard input into a parcel
desk.py check PARCEL           print the parcel's records.json, tidied
desk.py tally PARCEL           count the sheets in the parcel's sheets.csv, by species
"""

import os
import subprocess
import sys
from pathlib import Path

TOOLS = Path(__file__).resolve().parent / "tools"


def plain(name):
    """Return a name; stop if it leads elsewhere."""
    if "/" in name or name in {"", ".", ".."}:
        sys.exit(f"desk.py: {name!r} is no plain name")
    return name


def folder(parcel):
    """Return the folder of a parcel that has come in."""
    path = Path("incoming", plain(parcel))
    if not path.is_dir():
        sys.exit(f"desk.py: no parcel {parcel!r} has come in")
    return path


def receive(parcel, name, content):
    """Put a file into a parcel, unless there is one of that name already."""
    path = Path("incoming", plain(parcel), plain(name))
    path.parent.mkdir(exist_ok=True)
    try:
        with path.open("xb") as file:
            file.write(content)
    except OSError as error:
        sys.exit(f"desk.py: {name!r} is not taken: {error.strerror}")
    print(f"received {name}")


def check(parcel):
    """Print the records of a parcel, and tell whether they are sound."""
    environment = {**os.environ, "PYTHONPATH": "tools"}
    command = [sys.executable, "-P", "-m", "json.tool", "records.json"]
    return subprocess.run(command, cwd=folder(parcel), env=environment).returncode == 0


def tally(parcel):
    """Count the sheets of a parcel, and tell whether that worked."""
    environment = {**os.environ, "PYTHONPATH": "tools"}
    command = [sys.executable, TOOLS / "tally.py", "sheets.csv"]
    ran = subprocess.run(command, cwd=folder(parcel), env=environment)
    return ran.returncode == 0


def main(arguments):
    """Obey the command line and return the exit status."""
    match arguments:
        case ["receive", parcel, name]:
            receive(parcel, name, sys.stdin.buffer.read())
            return 0
        case ["check", parcel]:
            return 0 if check(parcel) else 1
        case ["tally", parcel]:
            return 0 if tally(parcel) else 1
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
