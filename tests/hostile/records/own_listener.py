"""Lay a filter with a listener of one's own over the logger's, to answer first.

expect: says [-1, -1, -1] [1, 1, 1]
whole: yes
"""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
code = ctypes.create_string_buffer(bytes.fromhex("0600000000 00ff7f".replace(" ", "")), 8)


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_void_p)]


program = Program(1, ctypes.addressof(code))
answers, errors = [], []
for call in (
    lambda: libc.syscall(317, 1, 8, ctypes.byref(program)),
    lambda: libc.syscall(317, 1, 0, ctypes.byref(program)),
    lambda: libc.prctl(22, 2, ctypes.byref(program), 0, 0),
):
    answers.append(call())
    errors.append(ctypes.get_errno())
print(answers, errors)
