"""The customers' folders on the file server. Customers mount their own folder, and can put anything into it.

The office reads these folders. The functions below do what customers and their programs do.
"""

import os
import resource
import select
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().with_name("inbox")

_moves = {}  # by the name of a file: the path, the path that replaces it, and how many openings are left before that


def put(customer, name, content, size=0):
    """Write a file, and make the folders on the way. A file may be extended to a size with zeros."""
    path = _path(customer, name)
    path.write_bytes(content)
    if size:
        os.truncate(path, size)


def link(customer, name, target):
    """Make a symbolic link. A link may lead anywhere."""
    _path(customer, name).symlink_to(target)


def fifo(customer, name, content=b""):
    """Make a FIFO. Without content, nobody ever writes to it; else a program has written this, and waits for a reader."""
    path = _path(customer, name)
    os.mkfifo(path)
    if content:
        writer = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        os.write(writer, content)
        threading.Thread(target=_close_when_read, args=(writer,), daemon=True).start()


def replace_when_opened(customer, name, other, time=1):
    """Let another entry of the folder replace a file, just before the office opens the file for the nth time."""
    _moves[os.path.basename(name)] = [_path(customer, name), _path(customer, other), time]


def most_memory():
    """Return how much memory the office's program has used at most, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _close_when_read(writer):
    while select.select([writer], [], [], 0)[0]:  # as long as something is in the FIFO
        time.sleep(0.001)
    os.close(writer)


def _path(customer, name):
    path = ROOT / customer / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _watch(event, arguments):
    """Make the move that replace_when_opened has announced. Python calls this before it opens a file."""
    if event != "open" or not _moves or not isinstance(arguments[0], str | bytes):
        return
    name = os.path.basename(os.fsdecode(arguments[0]))
    if name in _moves:
        _moves[name][2] -= 1
        if _moves[name][2] == 0:
            path, other, _ = _moves.pop(name)
            os.replace(other, path)


sys.addaudithook(_watch)
