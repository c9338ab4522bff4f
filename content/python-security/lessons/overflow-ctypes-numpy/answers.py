"""What two of the questions ask."""

import ctypes

import numpy as np

if __name__ == "__main__":
    print(np.array([200], dtype=np.uint8) + 100)
    with np.errstate(over="raise"):
        print(np.array([100, 100], dtype=np.int8) + np.array([100, 1], dtype=np.int8))
    labs = ctypes.CDLL(None).labs
    labs.argtypes, labs.restype = [ctypes.c_long], ctypes.c_long
    print(labs(2**64 + 5))
