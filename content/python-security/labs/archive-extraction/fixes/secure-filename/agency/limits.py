"""What we accept from customers."""

from pathlib import PurePosixPath

MAX_UPLOAD = 256 * 1024
MAX_ENTRIES = 100
MAX_BYTES = 2 * 1024 * 1024
MAX_TAR = 3 * 1024 * 1024  # documents and headers


class Refused(Exception):
    """An archive that we do not accept; the customer reads why."""


def count(counted, name):
    """Count a file or folder and all folders in its name, and refuse too many."""
    path = PurePosixPath(name)
    while path.name and path not in counted:
        counted.add(path)
        if len(counted) > MAX_ENTRIES:
            raise Refused(f"more than {MAX_ENTRIES} files and folders")
        path = path.parent
