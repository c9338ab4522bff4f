"""The scans that members upload. A process of its own reads each of them."""

import json
import resource
import subprocess
import sys
import threading
from pathlib import Path

READER = [sys.executable, "-I", str(Path(__file__).with_name("scanlib.py"))]
LIMITS = {resource.RLIMIT_AS: 256 * 2**20, resource.RLIMIT_CPU: 1, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}
SECONDS = 2
ANSWER_BYTES = 4096


def describe(data):
    """Return width, height, number of layers and title of a scan; raise an exception if it is not a good one."""
    return checked(json.loads(answer_of_reader(data)))


def answer_of_reader(data):
    """Start a reader, give it its limits and then the scan, and return the beginning of its answer."""
    with subprocess.Popen(
        READER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
    ) as reader:
        watchdog = threading.Timer(SECONDS, reader.kill)
        watchdog.start()
        try:
            for limit, value in LIMITS.items():
                resource.prlimit(reader.pid, limit, (value, value))
            reader.stdin.write(data)
            reader.stdin.close()
            return reader.stdout.read(ANSWER_BYTES)
        finally:
            watchdog.cancel()
            reader.kill()


def is_number(value, most, least=1):
    """Tell whether a value is an int in a range."""
    return type(value) is int and least <= value <= most


def checked(answer):
    """Return the answer of the reader if it is a description. It may come from an attacker."""
    match answer:
        case {"width": width, "height": height, "layers": layers, "title": str(title), **others} if not others:
            if is_number(width, 10_000) and is_number(height, 10_000) and is_number(layers, 100, least=0):
                if len(title) <= 200:
                    return answer
    raise ValueError("This is not a description.")
