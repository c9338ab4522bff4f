"""Match a field of at most 320 characters with a quadratic and with an exponential pattern."""

import re
import time


def milliseconds(pattern: str, text: str) -> float:
    compiled = re.compile(pattern)
    begin = time.process_time_ns()
    compiled.search(text)
    return (time.process_time_ns() - begin) / 1e6


if __name__ == "__main__":
    print(rf"\s+$      320 characters {milliseconds(r'\s+$', ' ' * 319 + 'x'):7.1f} ms")
    for letters in (20, 22, 24):
        print(f"^(a+)+$    {letters + 1} characters {milliseconds(r'^(a+)+$', 'a' * letters + '!'):7.1f} ms")
