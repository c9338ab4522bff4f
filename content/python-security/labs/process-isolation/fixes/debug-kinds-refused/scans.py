"""The scans that members upload."""

import scanlib

FIRST_DEBUG_KIND = 240
NUMBERS = {"width": range(1, 10_001), "height": range(1, 10_001), "layers": range(101)}
TITLE_CHARACTERS = 200


def describe(data):
    """Return width, height, number of layers and title of a scan; raise an exception if it is not a good one."""
    at = 4
    while at + 3 <= len(data):
        size = int.from_bytes(data[at + 1 : at + 3])
        if data[at] >= FIRST_DEBUG_KIND or size < 3:
            raise ValueError("This chunk does not belong into a scan.")
        at += size
    return checked(scanlib.read(data))


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
