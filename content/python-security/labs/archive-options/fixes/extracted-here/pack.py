"""Packs what visitors have sent in, and shows one file of a parcel.

pack.py pack PARCEL NAME...    put files of the inbox into a parcel, a tar archive
pack.py show PARCEL NAME       print one file of a parcel
"""

import os
import sys
import tarfile


def checked(names):
    """Return the names; stop at one that leads out of the inbox."""
    for name in names:
        if "/" in name or name in {"", ".", ".."}:
            sys.exit(f"pack.py: {name!r} is no file of the inbox")
    return names


def pack(parcel, names):
    """Put files of the inbox into a parcel, and tell whether that worked."""
    try:
        with tarfile.open(parcel, "w") as archive:
            for name in checked(names):
                archive.add(os.path.join("inbox", name), arcname=name)
    except OSError as error:
        print(f"pack.py: {error}", file=sys.stderr)
        return False
    print(f"packed {len(names)}")
    return True


def show(parcel, name):
    """Print one file of a parcel, and tell whether that worked."""
    (name,) = checked([name])
    try:
        with tarfile.open(parcel) as archive:
            archive.extract(name, filter="data")
        with open(name, "rb") as file:
            sys.stdout.buffer.write(file.read())
        os.remove(name)
    except (KeyError, OSError, tarfile.TarError) as error:
        print(f"pack.py: {error}", file=sys.stderr)
        return False
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
