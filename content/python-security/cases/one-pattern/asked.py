"""Ask the tail of the rule as two questions, and measure what they cost on the line that was worst."""

import re
import time

TAIL = re.compile(r"\d.*(?:.*=.*)")
DIGIT = re.compile(r"\d")
LINES = ("width=1", "1=width", "a 1 b = c", "1, 2, 3", "none = none", "= 1 =", "")


def asked(line: str) -> bool:
    """Tell whether an equals sign stands somewhere behind the first digit of a line."""
    digit = DIGIT.search(line)
    return digit is not None and "=" in line[digit.end() :]


if __name__ == "__main__":
    agree = all(asked(line) == bool(TAIL.search(line)) for line in LINES)
    print(f"same answers on {len(LINES)} lines: {agree}")
    for length in (400, 40_000):
        begin = time.process_time_ns()
        asked("1" * length)
        print(f"{length:6} digits {(time.process_time_ns() - begin) / 1e6:8.3f} ms")
