"""Attach a file to a support ticket."""

import resource
from pathlib import Path

LIMIT = 1_000


def attachment(path: str) -> bytes:
    if Path(path).stat().st_size > LIMIT:
        raise ValueError("too large")
    return Path(path).read_bytes()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (2**28, 2**28))  # 256 MiB, so that the last one ends
    for path in ("notes.txt", "/proc/self/environ", "/dev/zero"):
        try:
            print(f"{path:20}{'read' if attachment(path) else 'empty'}")
        except (ValueError, MemoryError) as error:
            print(f"{path:20}{str(error) or type(error).__name__}")
