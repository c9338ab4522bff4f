"""Read the memory of process 1 by a call of its own.

expect: says contained
caught: filter
"""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
print("contained" if libc.process_vm_readv(1, None, 0, None, 0, 0) == -1 else "ESCAPED")
