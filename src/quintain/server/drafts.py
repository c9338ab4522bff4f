"""Files get their names when they are whole: until then they are in a private folder beside their place.

A command that is killed leaves that folder. It holds a lock while it lives, so the next one can tell which folders are
nobody's any more, and deletes them. Knows no Django.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

PREFIX: Final = ".quintain-draft-"
LOCK: Final = "lock"


@contextmanager
def draft_folder(place: Path) -> Iterator[Path]:
    """Make a folder in ``place`` that only its owner can enter, and delete it at the end with all that is still in it.

    What killed commands have left in ``place`` is deleted first.

    Raises:
        OSError: The folder cannot be made.

    """
    delete_abandoned(place)
    scratch = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))  # mode 0700
    with (scratch / LOCK).open("x") as lock:
        with suppress(OSError):  # a file system without locks: nobody deletes it then but this command
            fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield scratch
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def durable_file(path: Path) -> Iterator[BinaryIO]:
    """Make a new file for its owner's eyes only; what was written is on the disk at the end.

    Raises:
        OSError: The file is there already, or cannot be written.

    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w+b") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def delete_abandoned(place: Path) -> None:
    """Delete what commands of this user have left in a folder when they were killed."""
    with suppress(OSError), os.scandir(place) as entries:
        left = [
            Path(entry.path)
            for entry in entries
            if entry.name.startswith(PREFIX) and entry.is_dir(follow_symlinks=False)
            if entry.stat(follow_symlinks=False).st_uid == os.geteuid()
        ]
        for each in left:
            if _is_abandoned(each):
                shutil.rmtree(each, ignore_errors=True)


def _is_abandoned(scratch: Path) -> bool:
    """Tell whether the command that made a folder is gone; without a lock in it, the command may have just begun."""
    try:
        with (scratch / LOCK).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
