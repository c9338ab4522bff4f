"""Turn off what makes addresses hard to guess, and make data run as code.

expect: says contained
caught: filter
"""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
answers = {libc.personality(flags) for flags in (0x0040000, 0x0400000, 0x8)}
print("contained" if answers == {-1} else f"ESCAPED: {answers}")
