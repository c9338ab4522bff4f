"""Tell whether a file is in a folder."""

import os

from targets import try_names


def is_within(folder: str, target: str) -> bool:
    folder = os.path.abspath(folder)
    target = os.path.abspath(target)
    return os.path.commonprefix([folder, target]) == folder


if __name__ == "__main__":
    try_names(is_within)
