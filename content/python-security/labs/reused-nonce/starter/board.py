"""The small computer on which the sealer runs. It has no battery, so its clock begins at the same time at each start.

Its disk is a cheap one: after a power cut, files may be empty or cut off.
"""

import tempfile
import time
from itertools import count
from pathlib import Path

POWER_ON_NS = 1_800_000_000 * 10**9
TICK_NS = 10**6
FOLDERS = [Path(__file__).parent, Path(tempfile.gettempdir()), Path("/dev/shm")]


def power_on():
    """Set the clock of the program to the time of the factory; it goes on by one tick whenever somebody reads it."""
    ticks = count()
    time.time_ns = lambda: POWER_ON_NS + next(ticks) * TICK_NS
    time.time = lambda: time.time_ns() / 10**9


def _files():
    return {path for folder in FOLDERS if folder.is_dir() for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}


at_first, lost = _files(), {}


def written():
    """Return the files that the program has written."""
    return sorted(map(str, _files() - at_first))


def power_cut(part):
    """Cut off each file that the program has written, so that only its first part is left: 0.5 is the first half."""
    for path in map(Path, written()):
        lost[path] = path.read_bytes()
        path.write_bytes(lost[path][: int(len(lost[path]) * part)])


def repair():
    """Let a technician bring the files back that were lost."""
    while lost:
        path, content = lost.popitem()
        path.write_bytes(content)
