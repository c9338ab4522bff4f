"""Every comparison with NaN is false, except for "not equal"."""

import math

nan = float("nan")

if __name__ == "__main__":
    print("nan > 100          ", nan > 100)
    print("nan <= 100         ", nan <= 100)
    print("nan == nan         ", nan == nan)
    print("0 < nan <= 100     ", 0 < nan <= 100)
    print("not 0 < nan <= 100 ", not 0 < nan <= 100)
    print("max(1, nan)        ", max(1, nan))
    print("max(nan, 1)        ", max(nan, 1))
    print("sorted([3, nan, 1])", sorted([3, nan, 1]))
    print("math.isfinite(nan) ", math.isfinite(nan))
