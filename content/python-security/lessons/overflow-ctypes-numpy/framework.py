"""Convert an array to a narrower type, and raise if one value does not fit."""

import numpy as np


def narrowed(values: np.ndarray, kind: type[np.integer]) -> np.ndarray:
    limits = np.iinfo(kind)
    if values.dtype.kind not in "iu":
        raise TypeError(f"integers, not {values.dtype}")
    if values.size and not limits.min <= int(values.min()) <= int(values.max()) <= limits.max:
        raise OverflowError(f"a value does not fit {kind.__name__}")
    return values.astype(kind)


if __name__ == "__main__":
    for numbers in ([7, 255], [7, 300], [7, -1], [7.5], []):
        values = np.array(numbers, dtype=None if numbers else np.int64)
        try:
            answer = narrowed(values, np.uint8)
        except (OverflowError, TypeError) as error:
            answer = f"{type(error).__name__}: {error}"
        print(f"{numbers!s:10} astype {values.astype(np.uint8)!s:10} narrowed {answer}")
