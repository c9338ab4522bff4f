"""Measure the pattern that stopped Cloudflare on three harmless lines of growing length."""

import re
import time

RULE = re.compile(
    r"(?:(?:\"|'|\]|\}|\\|\d|(?:nan|infinity|true|false|null|undefined|symbol|math)|`|\-|\+)+"
    r"[)]*;?((?:\s|-|~|!|{}|\|\||\+)*.*(?:.*=.*)))"
)


def milliseconds(text: str) -> float:
    """Return the processor time of one search."""
    begin = time.process_time_ns()
    RULE.search(text)
    return (time.process_time_ns() - begin) / 1e6


if __name__ == "__main__":
    print("length        letters    one digit, letters         digits")
    for length in (100, 200, 400):
        cells = [milliseconds(text) for text in ("x" * length, "1" + "x" * length, "1" * length)]
        print(f"{length:6} {cells[0]:11.3f} ms {cells[1]:18.3f} ms {cells[2]:11.3f} ms")
