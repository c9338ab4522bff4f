"""The server starts a process for each picture, with limits, and checks its answer."""

import json
import sys
from pathlib import Path
from subprocess import DEVNULL, TimeoutExpired, run
from tempfile import TemporaryFile

from serve import ended, show

WORKER = [sys.executable, "-I", str(Path(__file__).with_name("parser.py")), "--work"]


def handle(picture: bytes) -> str:
    try:
        with TemporaryFile() as out:
            done = run(WORKER, input=picture, stdout=out, stderr=DEVNULL, timeout=30, env={})
            out.seek(0)
            answer = json.loads(out.read()) if done.returncode == 0 else ended(done.returncode)
    except (TimeoutExpired, ValueError) as error:
        return f"refused: {type(error).__name__}"
    match answer:
        case [int(width), int(height)] if 0 < width <= 10_000 and 0 < height <= 10_000:
            return f"{width} x {height}"
    return f"refused: {answer}"


if __name__ == "__main__":
    show(handle)
