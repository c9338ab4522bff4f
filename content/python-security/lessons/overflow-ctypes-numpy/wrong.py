"""Four fixes, against an order of 2,148,558 items."""

import warnings

import numpy as np
from before import PRICES

AMOUNTS = np.array([2_148_558, 0], dtype=np.int32)


def errors_on() -> int:
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        return int((PRICES * AMOUNTS).sum())


def unsigned() -> int:
    return int((PRICES.astype(np.uint32) * AMOUNTS.astype(np.uint32)).sum())


def wide_afterwards() -> int:
    return int((PRICES * AMOUNTS).astype(np.int64).sum())


def wide_before() -> int:
    return int((PRICES.astype(np.int64) * AMOUNTS).sum())


if __name__ == "__main__":
    for fix in (errors_on, unsigned, wide_afterwards, wide_before):
        print(f"{fix.__name__:16} {fix() / 100:15,.2f}")
