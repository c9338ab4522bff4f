"""Compare a sum with a width against Python's own sum, for values at the ends of the width."""

from itertools import combinations_with_replacement

import after
import before

ENDS = (1, after.MOST, 2**62, 2**63 - 1)
PAID_IN = 50_000_000


def disagreements(allowed) -> int:
    count = 0
    for many in (1, 2, 3, 4):
        for outputs in combinations_with_replacement(ENDS, many):
            count += allowed(PAID_IN, list(outputs)) != (sum(outputs) <= PAID_IN)
    return count


if __name__ == "__main__":
    for module in (before, after):
        print(f"{module.__name__:6} disagrees with int in {disagreements(module.allowed)} of 69 lists")
