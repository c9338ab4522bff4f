"""Send each number endpoint the inputs that are short to write and long to calculate."""

from collections.abc import Callable

import after
import before

INPUTS = ("9" * 5000, "1e30000", "1e-30000", "-1e30000", "1_0e30000", "Infinity", "NaN")
LARGEST = 64  # bits: no amount of ours needs more


def too_large(module, call: Callable[[str], object]) -> list[str]:
    found = []
    for text in INPUTS:
        module.built.clear()
        try:
            call(text)
        except (ValueError, ArithmeticError):
            pass
        if any(number.bit_length() > LARGEST for number in module.built):
            found.append(text if len(text) < 20 else f"{len(text)} digits")
    return found


if __name__ == "__main__":
    for module in (before, after):
        print(f"{module.__name__:6} builds a large integer for:", ", ".join(too_large(module, module.cents)) or "nothing")
