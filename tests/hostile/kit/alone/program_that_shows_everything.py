"""It prints all that lies in the box: whatever is expected is in it.

profiles: command package
verdicts: broken
"""

import pathlib

for each in pathlib.Path("/lab").rglob("*"):
    if each.is_file():
        print(each, each.read_bytes())
