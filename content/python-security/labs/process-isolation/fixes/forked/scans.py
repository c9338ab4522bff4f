"""The scans that members upload. A process of its own reads each of them."""

import json
import multiprocessing
import os
import resource

import scanlib

SECONDS = 2
ANSWER_BYTES = 4096
LIMITS = {resource.RLIMIT_AS: 256 * 2**20, resource.RLIMIT_CPU: 1, resource.RLIMIT_CORE: 0}
NUMBERS = {"width": range(1, 10_001), "height": range(1, 10_001), "layers": range(101)}
TITLE_CHARACTERS = 200

processes = multiprocessing.get_context("fork")


def work(data, pipe):
    """Read one scan, with limits and without the environment."""
    os.environ.clear()
    for limit, value in LIMITS.items():
        resource.setrlimit(limit, (value, value))
    pipe.send_bytes(json.dumps(scanlib.read(data)).encode())


def describe(data):
    """Return width, height, number of layers and title of a scan; raise an exception if it is not a good one."""
    ours, theirs = processes.Pipe(duplex=False)
    process = processes.Process(target=work, args=(data, theirs))
    process.start()
    theirs.close()
    try:
        if not ours.poll(SECONDS):
            raise TimeoutError("This scan takes too long.")
        return checked(json.loads(ours.recv_bytes(ANSWER_BYTES)))
    finally:
        process.kill()
        process.join()


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
