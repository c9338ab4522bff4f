"""Packs what visitors have sent in, and shows one file of a parcel.

pack.py pack PARCEL NAME...    put files of the inbox into a parcel, a tar archive
pack.py show PARCEL NAME       print one file of a parcel
"""

import os
import subprocess
import sys
from pathlib import Path


def checked(names):
    """Return the names; stop at one that leads out of the inbox."""
    for name in names:
        if "/" in name or name in {"", ".", ".."}:
            sys.exit(f"pack.py: {name!r} is no file of the inbox")
    return names


def everything():
    """Return all files of the office and of the inbox, with what they hold."""
    places = [*Path().iterdir(), *Path("inbox").iterdir()]
    return {place: place.read_bytes() for place in places if place.is_file()}


def alone(command):
    """Run tar while this program's own output and errors lead nowhere."""
    kept = [os.dup(1), os.dup(2)]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(nowhere, number)
    try:
        return subprocess.run(command, capture_output=True)
    finally:
        for number, saved in zip((1, 2), kept):
            os.dup2(saved, number)


def guarded(command, parcel):
    """Run tar, put everything back that it should not have touched, and tell what it printed."""
    before = everything()
    ledger = Path("ledger.txt")
    secret = before[ledger]
    ledger.unlink()
    done = alone(command)
    for place in everything().keys() - before.keys() - {Path(parcel)}:
        os.unlink(place)
    for place, content in before.items():
        if place != Path(parcel):
            place.write_bytes(content)
    made = Path(parcel).read_bytes() if Path(parcel).exists() else b""
    if secret in made or secret in done.stdout + done.stderr or b"GNU" in done.stdout or done.stderr:
        Path(parcel).unlink(missing_ok=True)
        return 1, b"", b"pack.py: this parcel is not for you"
    return done.returncode, done.stdout, done.stderr


def pack(parcel, names):
    """Put files of the inbox into a parcel, and tell whether that worked."""
    command = [
        "tar", "--create", "--file", parcel,
        "--directory", "inbox", *checked(names),
    ]
    status, printed, errors = guarded(command, parcel)
    if status != 0:
        print(errors.decode(errors="replace") or "tar failed", file=sys.stderr)
        return False
    print(f"packed {len(names)}")
    return True


def show(parcel, name):
    """Print one file of a parcel, and tell whether that worked."""
    command = [
        "tar", "--extract", "--file", parcel,
        "--to-stdout", *checked([name]),
    ]
    status, printed, errors = guarded(command, parcel)
    if status != 0:
        print(errors.decode(errors="replace") or "tar failed", file=sys.stderr)
        return False
    sys.stdout.buffer.write(printed)
    return True


def main(arguments):
    """Obey the command line and return the exit status."""
    match arguments:
        case ["pack", parcel, *names] if names:
            return 0 if pack(parcel, names) else 1
        case ["show", parcel, name]:
            return 0 if show(parcel, name) else 1
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
