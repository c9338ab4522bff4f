"""Tell whether a file is in a folder."""

import os

from targets import try_names


def is_within(folder: str, target: str) -> bool:
    folder = os.path.realpath(folder)
    target = os.path.realpath(target)
    return os.path.commonpath([folder, target]) == folder


if __name__ == "__main__":
    try_names(is_within)
