"""Counts the bytes of files: count.py FILE..."""

import subprocess
import sys


def count(name):
    return subprocess.run(f"wc -c < {chr(39) + name + chr(39)}", shell=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit("count.py FILE...")
    for each in sys.argv[1:]:
        print(count(each))
