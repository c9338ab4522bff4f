"""Calculate an order a second time, with int, and count where the results differ."""

import after
import before

ENDS = (0, 1, 1000, 1_000_000, 2_148_558, 2**31 - 1)


def differences(module) -> list[int]:
    found = []
    for quantity in ENDS:
        try:
            total = module.total([quantity, 1])
        except (OverflowError, ValueError):
            continue
        if total != 1999 * quantity + 450:
            found.append(quantity)
    return found


if __name__ == "__main__":
    for module in (before, after):
        print(f"{module.__name__:6} is wrong for:", *(differences(module) or ["nothing"]))
