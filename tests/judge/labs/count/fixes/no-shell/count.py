"""Counts the bytes of files: count.py FILE..."""

import subprocess
import sys


def count(name):
    with open(name, "rb") as file:
        return len(file.read())


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit("count.py FILE...")
    for each in sys.argv[1:]:
        print(count(each))
