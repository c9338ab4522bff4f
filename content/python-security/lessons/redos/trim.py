"""Trim a line in two ways, and measure what a run of spaces inside it costs."""

import re
import time

SPACES_AT_THE_END = re.compile(r"[\s\u200c]+$")


def by_pattern(line: str) -> str:
    return SPACES_AT_THE_END.sub("", line)


def by_method(line: str) -> str:
    return line.rstrip(" \t\r\n\u200c")


if __name__ == "__main__":
    print("spaces  before a letter  at the very end    rstrip")
    for spaces in (5_000, 10_000, 20_000):
        run = " " * spaces
        cells = []
        for trim, line in ((by_pattern, f"--{run}x"), (by_pattern, f"--x{run}"), (by_method, f"--{run}x")):
            begin = time.process_time_ns()
            trim(line)
            cells.append((time.process_time_ns() - begin) / 1e6)
        print(f"{spaces:6} {cells[0]:13.1f} ms {cells[1]:13.1f} ms {cells[2]:6.1f} ms")
