"""The total of an order: prices in cents, and the quantities that a customer chose."""

import numpy as np

PRICES = np.array([1999, 450], dtype=np.int64)
MOST = 1000


def total(quantities: list[int]) -> int:
    if not all(0 <= quantity <= MOST for quantity in quantities):
        raise ValueError(f"a quantity is not between 0 and {MOST}")
    amounts = np.array(quantities, dtype=np.int64)
    return int((PRICES * amounts).sum())


if __name__ == "__main__":
    for quantities in ([2, 1], [2_000_000, 0], [2_148_558, 0], [2**31, 0]):
        try:
            print(f"{quantities!s:15} {total(quantities) / 100:15,.2f}")
        except (OverflowError, ValueError) as error:
            print(f"{quantities!s:15} {type(error).__name__}: {error}")
