"""Four fixes, against four lists of outputs that pay out more than was paid in."""

from collections.abc import Callable
from functools import reduce

import after
from after import MOST, add

PAID_IN = 50_000_000
HUGE = 0x7FFF_FFFF_FFF8_63AF


def total(outputs: list[int]) -> int:
    return reduce(add, outputs, 0)


def sum_positive(outputs: list[int]) -> bool:
    return 0 <= total(outputs) <= PAID_IN


def each_small(outputs: list[int]) -> bool:
    return all(0 <= value <= MOST for value in outputs) and total(outputs) <= PAID_IN


def both(outputs: list[int]) -> bool:
    return each_small(outputs) and sum_positive(outputs)


def running(outputs: list[int]) -> bool:
    return after.allowed(PAID_IN, outputs)


FIXES: tuple[Callable[[list[int]], bool], ...] = (sum_positive, each_small, both, running)
ATTACKS = {
    "two huge ones": [HUGE, HUGE],
    "four of 2**62": [2**62] * 4,
    "8,784 small ones": [MOST] * 8784,
    "8,785 small ones": [*[MOST] * 8784, 2**64 - 8784 * MOST],
}

if __name__ == "__main__":
    print(f"{'':18}{'total':>20}  " + "".join(f"{fix.__name__:14}" for fix in FIXES).rstrip())
    for name, outputs in ATTACKS.items():
        answers = "".join(f"{'allowed' if fix(outputs) else 'refused':14}" for fix in FIXES)
        print(f"{name:18}{total(outputs):20,}  {answers.rstrip()}")
