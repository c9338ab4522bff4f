"""Load a filter of its own, or lift the one there is.

expect: says contained
caught: filter
"""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
calls = (libc.prctl(22, 0, 0, 0, 0), libc.prctl(22, 2, 0, 0, 0), libc.prctl(38, 0, 0, 0, 0), libc.prctl(4, 1, 0, 0, 0))
print("contained" if set(calls) == {-1} else f"ESCAPED: {calls}")
