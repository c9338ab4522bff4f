"""Counts the bytes of files: count.py FILE..."""

import subprocess
import sys


def count(name):
    if not name.replace(".", "").isalnum():
        sys.exit("no")
    return subprocess.run(f"wc -c < {name}", shell=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit("count.py FILE...")
    for each in sys.argv[1:]:
        print(count(each))
