"""The vulnerable command runs, and its effects are undone and filtered.

base: starter
verdict: still-open
"""

import re
import subprocess

plain = subprocess.run


class Clean:
    def __init__(self, ran):
        self.stdout = "".join(re.findall(r"^\s*\d+\s*$", ran.stdout, re.MULTILINE))


def run(*args, **options):
    kept = {}
    import glob

    for name in glob.glob("/lab/*"):
        kept[name] = open(name, "rb").read()
    ran = plain(*args, **options)
    for name, content in kept.items():
        with open(name, "wb") as file:
            file.write(content)
    return Clean(ran)


subprocess.run = run
