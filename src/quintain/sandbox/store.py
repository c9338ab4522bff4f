"""Keeps files of the same content once on the disk, however many root file systems they belong to.

A root file system is never written to after it was made, so that its files can be hard links of one another. Runtimes
with other packages, or programs, still have most files in common: interpreter, standard library, their bytecode.
"""

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path


def share(root: Path, store: Path) -> None:
    """Make each file of a root file system a link to the store's of the same content and mode, or put it there.

    Whatever goes wrong with one file, such as too many links, it stays a file of its own.
    """
    store.mkdir(parents=True, exist_ok=True)
    for path, facts in own_files(root):
        with contextlib.suppress(OSError):
            share_file(path, facts, store)


def own_files(root: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """List the files that are nobody else's yet; empty ones take no room, and are more than a file can have links."""
    for folder, _, names in os.walk(root):
        for name in names:
            path = Path(folder, name)
            facts = path.lstat()
            if stat.S_ISREG(facts.st_mode) and facts.st_nlink == 1 and facts.st_size:
                yield path, facts


def share_file(path: Path, facts: os.stat_result, store: Path) -> None:
    """Link one file to the store's, or the store's to it.

    Raises:
        OSError: that cannot be.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    kept = store / f"{digest}-{stat.S_IMODE(facts.st_mode):03o}"
    if kept.is_file() and kept.stat().st_size != facts.st_size:
        kept.unlink()  # cut short when the machine's power failed
    try:
        os.link(path, kept)
    except FileExistsError:
        link = path.with_name(f"{path.name}.shared")
        os.link(kept, link)
        link.replace(path)
    else:
        os.utime(kept)  # packages come with times of their own; now it differs from all that had its inode before


def discard_unused(store: Path) -> None:
    """Remove the files that belong to no root file system any more."""
    with contextlib.suppress(FileNotFoundError):
        for path in store.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if path.lstat().st_nlink == 1:
                    path.unlink()
