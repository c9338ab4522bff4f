"""The scans that members upload. A thread reads each of them."""

from concurrent.futures import ThreadPoolExecutor

import scanlib

SECONDS = 2
threads = ThreadPoolExecutor()
NUMBERS = {"width": range(1, 10_001), "height": range(1, 10_001), "layers": range(101)}
TITLE_CHARACTERS = 200


def describe(data):
    """Return width, height, number of layers and title of a scan; raise an exception if it is not a good one."""
    try:
        return checked(threads.submit(scanlib.read, data).result(timeout=SECONDS))
    except Exception as error:
        raise ValueError("This scan cannot be read.") from error


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
