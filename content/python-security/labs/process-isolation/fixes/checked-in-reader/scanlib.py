"""The binding of the C library that reads scans."""

import ctypes
import json
import resource
import sys
from pathlib import Path


class Scan(ctypes.Structure):
    """What the library finds in a scan."""

    _fields_ = [
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("layers", ctypes.c_int),
        ("title", ctypes.c_char * 1024),
    ]


library = ctypes.CDLL(str(Path(__file__).with_name("libscan.so")))
library.scan_read.argtypes = [ctypes.c_char_p, ctypes.c_uint, ctypes.POINTER(Scan)]
library.scan_read.restype = ctypes.c_int


def read(data):
    """Return what a scan contains."""
    scan = Scan()
    if library.scan_read(data, len(data), scan) != 0:
        raise ValueError("This is not a scan.")
    return {
        "width": scan.width,
        "height": scan.height,
        "layers": scan.layers,
        "title": scan.title.decode(),
    }


NUMBERS = {"width": range(1, 10_001), "height": range(1, 10_001), "layers": range(101)}
TITLE_CHARACTERS = 200
LIMITS = {
    resource.RLIMIT_AS: 256 * 2**20,  # bytes of memory
    resource.RLIMIT_CPU: 1,  # second of processor time
    resource.RLIMIT_FSIZE: 4096,  # bytes of the answer
    resource.RLIMIT_CORE: 0,
}


def checked(answer):
    """Return what the library found if it is a description."""
    if type(answer) is not dict or answer.keys() != {*NUMBERS, "title"}:
        raise ValueError("These are not the fields of a description.")
    for name, allowed in NUMBERS.items():
        if type(answer[name]) is not int or answer[name] not in allowed:
            raise ValueError(f"This is not a {name}.")
    if type(answer["title"]) is not str or len(answer["title"]) > TITLE_CHARACTERS:
        raise ValueError("This is not a title.")
    return answer


def main():
    """Read one scan from standard input, and print its description."""
    for limit, value in LIMITS.items():
        resource.setrlimit(limit, (value, value))
    print(json.dumps(checked(read(sys.stdin.buffer.read()))))


if __name__ == "__main__":
    main()
