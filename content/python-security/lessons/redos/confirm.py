"""Confirm an attack string: make its pump longer, and watch the processor time."""

import re
import sys
import time

SUSPECTS = [  # pattern, prefix, pump, suffix
    (r"(a+)+", "", "a", "\0"),
    (r"(?:[a-z]+-?)+", "", "a", "\0"),
    (r"[a-z]+(?:-[a-z]+)*", "", "a", "\0"),
]


def growth(pattern, prefix, pump, suffix):
    """Return whether a match with a longer pump takes more than a tenth of a second, and at which length."""
    for times in range(10, 101, 2):
        begin = time.process_time()
        assert not re.fullmatch(pattern, prefix + pump * times + suffix)
        if time.process_time() - begin > 0.1:
            return "slow at 30 characters or less" if times <= 30 else "slow"
    return "fast at 100 characters"


if __name__ == "__main__":
    for suspect in [sys.argv[1:5]] if len(sys.argv) == 5 else SUSPECTS:
        print(f"{suspect[0]:22}{growth(*suspect)}")
