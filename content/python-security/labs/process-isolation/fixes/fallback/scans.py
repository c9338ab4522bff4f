"""The scans that members upload. A process of its own reads each of them."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import scanlib

READER = [sys.executable, "-I", str(Path(__file__).with_name("scanlib.py"))]
SECONDS = 2
NUMBERS = {"width": range(1, 10_001), "height": range(1, 10_001), "layers": range(101)}
TITLE_CHARACTERS = 200


def describe(data):
    """Return width, height, number of layers and title of a scan; raise an exception if it is not a good one."""
    try:
        return checked(read_outside(data))
    except subprocess.SubprocessError:  # the reader does not work on this machine
        return checked(scanlib.read(data))


def read_outside(data):
    """Let a process of its own read a scan."""
    with tempfile.TemporaryFile() as answer:
        subprocess.run(
            READER, input=data, stdout=answer, stderr=subprocess.DEVNULL, env={}, timeout=SECONDS, check=True
        )
        answer.seek(0)
        return json.loads(answer.read())


def checked(answer):
    """Return the answer of the reader if it is a description. It may come from an attacker."""
    if type(answer) is not dict or answer.keys() != {*NUMBERS, "title"}:
        raise ValueError("These are not the fields of a description.")
    for name, allowed in NUMBERS.items():
        if type(answer[name]) is not int or answer[name] not in allowed:
            raise ValueError(f"This is not a {name}.")
    if type(answer["title"]) is not str or len(answer["title"]) > TITLE_CHARACTERS:
        raise ValueError("This is not a title.")
    return answer
