"""Counts the bytes of files: count.py FILE..."""

import subprocess
import sys


def count(name):
    return subprocess.run(["wc", "-c", "--", "./" + name], capture_output=True, text=True, check=True).stdout.split()[0]


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit("count.py FILE...")
    for each in sys.argv[1:]:
        print(count(each))
