"""Change the words of a command line while the kernel and the logger read them.

What is written down is one of both, or a mixture: a record of what stood there at that moment, and no more.

expect: says done
seen: exit
whole: yes
"""

import ctypes
import os
import threading

libc = ctypes.CDLL(None)
word = ctypes.create_string_buffer(b"exit 0 # good")
stop = False


def swap():
    while not stop:
        word.value = b"exit 1 # evil"
        word.value = b"exit 0 # good"


threading.Thread(target=swap).start()
argv = (ctypes.c_char_p * 4)(b"sh", b"-c", ctypes.cast(word, ctypes.c_char_p).value, None)
pointers = ctypes.cast(argv, ctypes.POINTER(ctypes.c_void_p))
pointers[2] = ctypes.addressof(word)
for _ in range(100):
    child = ctypes.c_int()
    assert libc.posix_spawn(ctypes.byref(child), b"/bin/sh", None, None, argv, None) == 0
    os.waitpid(child.value, 0)
stop = True
print("done")
