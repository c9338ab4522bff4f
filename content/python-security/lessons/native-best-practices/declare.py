"""strchr returns an address of 64 bits. Without restype, ctypes takes it for an int of 32 bits."""

import ctypes

libc = ctypes.CDLL(None)
text = ctypes.create_string_buffer(b"a" * 40_000_000 + b"!")
place = ctypes.addressof(text) + 40_000_000

print("not declared:", libc.strchr(text, ord("!")) == place)

libc.strchr.argtypes = [ctypes.c_char_p, ctypes.c_int]
libc.strchr.restype = ctypes.c_void_p
print("declared:    ", libc.strchr(text, ord("!")) == place)
