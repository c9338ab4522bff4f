"""Trim four lines of 20,000 characters with the same pattern."""

import re
import time

LINES = {
    "20,000 spaces": " " * 20_000,
    "letters, then a space": "x" * 20_000 + " ",
    "a letter and a space, repeated": "x " * 10_000,
    "spaces, then a letter": " " * 20_000 + "x",
}

if __name__ == "__main__":
    for name, line in LINES.items():
        begin = time.process_time_ns()
        re.sub(r"\s+$", "", line)
        print(f"{name:31}{(time.process_time_ns() - begin) / 1e6:8.1f} ms")
