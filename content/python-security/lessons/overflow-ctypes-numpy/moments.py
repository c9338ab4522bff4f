"""Three moments at which a number meets the width of a NumPy type."""

import warnings

import numpy as np

SMALL = np.array([200], dtype=np.uint8)
WIDE = np.array([300], dtype=np.int64)


def assign(value) -> np.ndarray:
    copy = SMALL.copy()
    copy[0] = value
    return copy


MOMENTS = (
    ("put in   np.array([300], np.uint8)", lambda: np.array([300], dtype=np.uint8)),
    ("put in   array[0] = 300", lambda: assign(300)),
    ("put in   array[0] = np.int64(300)", lambda: assign(np.int64(300))),
    ("convert  astype(np.uint8)", lambda: WIDE.astype(np.uint8)),
    ("convert  astype(…, casting='safe')", lambda: WIDE.astype(np.uint8, casting="safe")),
    ("add      array + 300", lambda: SMALL + 300),
    ("add      array + 100", lambda: SMALL + 100),
    ("add      array + array", lambda: SMALL + SMALL),
    ("add      np.uint8(200) + np.uint8(100)", lambda: np.uint8(200) + np.uint8(100)),
    ("abs      np.abs(int8 array of -128)", lambda: np.abs(np.array([-128], dtype=np.int8))),
)

if __name__ == "__main__":
    for name, moment in MOMENTS:
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            try:
                result = f"gives {int(np.ravel(moment())[0])}" + (" and a warning" if seen else "")
            except (OverflowError, TypeError) as error:
                result = f"raises {type(error).__name__}"
        print(f"{name:40} {result}")
