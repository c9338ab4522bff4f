"""The other users of this machine, and the bank's program. No luck is needed: they act at the best moment.

Python tells this module about each operation on files just before the program does it (sys.addaudithook). The other
users can do what the modes of files and folders let them do. So they write into scratch/, /tmp and /dev/shm only.
"""

import contextlib
import os
import re
import shutil
import stat
import sys
from pathlib import Path

from folders import HERE, OUTBOX, SCRATCH

SHARED = [SCRATCH, Path("/tmp"), Path("/dev/shm")]
MOST_FILES = 30

_now = {"watching": False, "put": "", "target": "", "busy": False}
_known = set()  # names in shared folders that the program has used, with # for each number
_files = {}  # descriptors of files that other users have opened, by device and inode
_sent = {}  # what the bank's program has sent, by the name of the file


def watch():
    """From now on, other users note the names in shared folders, open each file that they may read, and keep it open."""
    _now["watching"] = True


def seen():
    """Return what is in all files that they have opened."""
    _look()
    return [os.pread(descriptor, 1_000_000, 0).decode(errors="replace") for descriptor in _files.values()]


def put(what, target=""):
    """From now on, put a "link", "file" or "folder" where the program uses a name in a shared folder that they can guess.

    They can guess a name that was used before, and other numbers in it.
    """
    _now.update(put=what, target=target)


def restart():
    """Restart the machine: scratch/ is empty again, and nobody has opened a file."""
    _now.update(watching=False, put="")
    shutil.rmtree(SCRATCH)
    SCRATCH.mkdir()
    SCRATCH.chmod(0o1777)
    while _files:
        os.close(_files.popitem()[1])


def sent(name):
    """Return all contents of a file that the bank's program has sent, one after the other."""
    _look()
    return _sent.get(name, [])


def names_sent():
    """Return the names of all files that the bank's program has sent."""
    return list(_sent)


def _may_read(path, base):
    folders = [folder for folder in path.parents if folder != base and folder.is_relative_to(base)]
    return path.stat().st_mode & stat.S_IROTH and all(folder.stat().st_mode & stat.S_IXOTH for folder in folders)


def _look():
    """Open what other users may read; let the bank's program send what is new in the outbox."""
    for base in [HERE, *SHARED[1:]]:
        for path in (Path(folder, name) for folder, _, names in os.walk(base) for name in names):
            facts = path.lstat()
            if stat.S_ISREG(facts.st_mode) and path.suffix != ".py" and _may_read(path, base):
                _keep_open(path)
    for path in OUTBOX.glob("*.txt"):
        content = path.read_bytes().decode(errors="replace")
        if content not in _sent.setdefault(path.name, [])[-1:]:
            _sent[path.name].append(content)


def _keep_open(path):
    facts = path.stat()
    if (facts.st_dev, facts.st_ino) not in _files and len(_files) < MOST_FILES:
        _files[facts.st_dev, facts.st_ino] = os.open(path, os.O_RDONLY)


def _come_before(event, path):
    """Put something at a path in a shared folder that the program is going to use, if its name can be guessed."""
    path = Path(os.path.abspath(path if os.path.dirname(path) else SCRATCH / path))
    if path in SHARED or not any(path.is_relative_to(folder) for folder in SHARED):
        return
    name = re.sub("[0-9]+", "#", str(path))
    if not _now["put"]:
        _known.add(name)
    elif name in _known and not os.path.lexists(path) and path.parent.is_dir():
        folder_is_wanted = event == "os.mkdir"
        if _now["put"] == ("folder" if folder_is_wanted else "file"):
            path.touch()
            path.chmod(0o666)
            _keep_open(path)
        elif _now["put"] == "link" and not folder_is_wanted:
            path.symlink_to(_now["target"])
        else:
            path.mkdir()
            path.chmod(0o777)


def _on_event(event, arguments):
    if not _now["watching"] or _now["busy"] or not event.startswith(("open", "os.", "shutil.", "tempfile.")):
        return
    _now["busy"] = True
    with contextlib.suppress(OSError):
        if event in {"open", "os.mkdir"} and isinstance(arguments[0], str | bytes | os.PathLike):
            _come_before(event, os.fsdecode(arguments[0]))
        _look()
    _now["busy"] = False


sys.addaudithook(_on_event)
