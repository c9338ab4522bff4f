"""Four checks of an amount, against three attacks. The balance is 100."""

import math
from collections.abc import Callable

BALANCE = 100.0


def is_float(text: str) -> bool:
    amount = float(text)
    return isinstance(amount, float) and not (amount <= 0 or amount > BALANCE)


def equals_nan(text: str) -> bool:
    amount = float(text)
    return not (amount == float("nan") or amount <= 0 or amount > BALANCE)


def not_in_list(text: str) -> bool:
    amount = float(text)
    return text not in {"nan", "inf"} and not (amount <= 0 or amount > BALANCE)


def positive_form(text: str) -> bool:
    amount = float(text)
    return math.isfinite(amount) and 0 < amount <= BALANCE


CHECKS: tuple[Callable[[str], bool], ...] = (is_float, equals_nan, not_in_list, positive_form)

if __name__ == "__main__":
    print("      " + "".join(f"{check.__name__:15}" for check in CHECKS).rstrip())
    for text in ("nan", "NaN", "inf", "1000"):
        answers = "".join(f"{'allowed' if check(text) else 'refused':15}" for check in CHECKS)
        print(f"{text:6}{answers.rstrip()}")
