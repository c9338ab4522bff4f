"""One mistake, three outcomes. Each runs in a process of its own, because two of them end it."""

import signal
import subprocess
import sys

SILENT = "libc.strcpy(member, b'a' * 17)"
CRASH = "libc.strcpy(member, b'a' * 1000)"
ABORT = "libc.__strcpy_chk(member, b'a' * 17, 16)"

PROGRAM = """
import ctypes, mmap
libc = ctypes.CDLL(None)
pages = mmap.mmap(-1, 2 * mmap.PAGESIZE)
end = ctypes.addressof(ctypes.c_char.from_buffer(pages)) + mmap.PAGESIZE
libc.mprotect(ctypes.c_void_p(end), mmap.PAGESIZE, 0)  # nobody may write from here on
member = ctypes.c_void_p(end - 24)  # the struct is right before it
try:
    {call}
except Exception:
    print("except: caught")
finally:
    print("finally: the program continues")
"""

for call in (SILENT, CRASH, ABORT):
    done = subprocess.run([sys.executable, "-c", PROGRAM.format(call=call)], capture_output=True, text=True)
    ended = signal.Signals(-done.returncode).name if done.returncode < 0 else f"exit {done.returncode}"
    print(call)
    print(f"    ended:   {ended}")
    print(f"    printed: {done.stdout.strip() or done.stderr.strip() or 'nothing'}")
