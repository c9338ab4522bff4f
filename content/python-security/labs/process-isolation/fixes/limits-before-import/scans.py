"""The scans that members upload. A process of its own reads each of them."""

import json
import os
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CODE = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (256 * 2**20, 256 * 2**20))
resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
sys.path.append(sys.argv[1])
import scanlib
scanlib.work()
"""
READER = [sys.executable, "-I", "-S", "-c", CODE, str(Path(__file__).parent)]
SECONDS = 2
ANSWER_BYTES = 4096


class Description:
    """What a scan contains, if all of it is allowed."""

    def __init__(self, width, height, layers, title):
        for number, least, most in [(width, 1, 10_000), (height, 1, 10_000), (layers, 0, 100)]:
            if type(number) is not int or not least <= number <= most:
                raise ValueError("This number is not allowed.")
        if type(title) is not str or len(title) > 200:
            raise ValueError("This title is not allowed.")
        self.width, self.height, self.layers, self.title = width, height, layers, title


def describe(data):
    """Return width, height, number of layers and title of a scan; raise an exception if it is not a good one."""
    answer = b""
    deadline = time.monotonic() + SECONDS
    with tempfile.TemporaryFile() as upload:
        upload.write(data)
        upload.seek(0)
        reader = subprocess.Popen(READER, stdin=upload, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={})
    with reader:
        try:
            while select.select([reader.stdout], [], [], max(0, deadline - time.monotonic()))[0]:
                part = os.read(reader.stdout.fileno(), ANSWER_BYTES - len(answer))
                if not part:
                    break
                answer += part
        finally:
            reader.kill()
    return vars(Description(**json.loads(answer)))
