"""A path that becomes so long that realpath cannot read the disk any more."""

import os
from pathlib import Path

from worksheets import FOLDER

LEVELS, LONG, LONGEST = 16, "d" * 247, "l" * 254


def build() -> str:
    """Make folders with long names and short links to them; return the short name of a file outside."""
    place = FOLDER
    for _ in range(LEVELS):
        (place / LONG).mkdir()
        (place / "s").symlink_to(LONG)
        place = place / "s"
    (place / LONGEST).symlink_to("../" * (LEVELS + 1))
    return "s/" * LEVELS + LONGEST + "/settings.ini"


def tried(read) -> str:
    try:
        return read()
    except OSError as error:
        return f"OSError: {os.strerror(error.errno)}"


if __name__ == "__main__":
    path = FOLDER / build()
    print("the path has fewer than 400 characters:", len(str(path)) < 400)
    print("realpath has more than 4096:           ", len(os.path.realpath(path)) > 4096)
    print("realpath is in the folder:             ", Path(os.path.realpath(path)).is_relative_to(FOLDER))
    print("opened by its name:                    ", tried(path.read_text))
    print("opened by its realpath:                ", tried(Path(os.path.realpath(path)).read_text))
    print("realpath, strict:                      ", tried(lambda: os.path.realpath(path, strict=True)))
