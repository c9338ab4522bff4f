"""Ask the two questions of the rule's end without its pattern, and measure the cost on the worst line."""

import re
import time

TAIL = re.compile(r"\d.*(?:.*=.*)")
DIGIT = re.compile(r"\d")
LINES = ("width=1", "1=width", "a 1 b = c", "1, 2, 3", "none = none", "= 1 =", "")


def asked(line: str) -> bool:
    """Tell whether a line has an equals sign somewhere after its first digit."""
    digit = DIGIT.search(line)
    return digit is not None and "=" in line[digit.end() :]


if __name__ == "__main__":
    agree = all(asked(line) == bool(TAIL.search(line)) for line in LINES)
    print(f"same answers on {len(LINES)} lines: {agree}")
    for length in (400, 40_000):
        begin = time.process_time_ns()
        asked("1" * length)
        print(f"{length:6} digits {(time.process_time_ns() - begin) / 1e6:8.3f} ms")
