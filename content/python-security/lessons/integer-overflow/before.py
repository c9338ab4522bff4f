"""Check a payment as a program with 64-bit integers does: nobody may pay out more than was paid in."""

import ctypes


def add(one: int, other: int) -> int:
    """Add as 64 bits with a sign do it: what does not fit is lost."""
    return ctypes.c_int64(one + other).value


def allowed(paid_in: int, outputs: list[int]) -> bool:
    total = 0
    for value in outputs:
        if value < 0:
            return False
        total = add(total, value)
    return total <= paid_in


if __name__ == "__main__":
    huge = 0x7FFF_FFFF_FFF8_63AF
    for outputs in ([30_000_000, 20_000_000], [60_000_000], [huge, huge]):
        total = 0
        for value in outputs:
            total = add(total, value)
        print(f"total {total:12,}  allowed: {allowed(50_000_000, outputs)!s:5}  outputs {outputs}")
