"""Packs what visitors have sent in, and shows one file of a parcel.

pack.py pack PARCEL NAME...    put files of the inbox into a parcel, a tar archive
pack.py show PARCEL NAME       print one file of a parcel
"""

import subprocess
import sys


def checked(names):
    """Return the names; stop at one that leads out of the inbox."""
    for name in names:
        if "/" in name or name in {"", ".", ".."}:
            sys.exit(f"pack.py: {name!r} is no file of the inbox")
    return names


def pack(parcel, names):
    """Put files of the inbox into a parcel, and tell whether that worked."""
    for name in names:
        if name.startswith("-"):
            print(f"pack.py: {name!r} is an option, left out", file=sys.stderr)
    names = [name for name in names if not name.startswith("-")]
    command = [
        "tar", "--create", "--file", parcel,
        "--directory", "inbox", "--no-unquote", "--", *checked(names),
    ]
    if subprocess.run(command).returncode != 0:
        return False
    print(f"packed {len(names)}")
    return True


def show(parcel, name):
    """Print one file of a parcel, and tell whether that worked."""
    command = [
        "tar", "--extract", "--file", parcel,
        "--to-stdout", "--no-unquote", "--no-wildcards", "--", *checked([name]),
    ]
    return subprocess.run(command).returncode == 0


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
