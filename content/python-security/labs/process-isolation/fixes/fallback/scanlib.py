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


LIMITS = {
    resource.RLIMIT_AS: 256 * 2**20,  # bytes of memory
    resource.RLIMIT_CPU: 1,  # second of processor time
    resource.RLIMIT_FSIZE: 4096,  # bytes of the answer
    resource.RLIMIT_CORE: 0,
}


def main():
    """Read one scan from standard input, and print its description."""
    for limit, value in LIMITS.items():
        resource.setrlimit(limit, (value, value))
    print(json.dumps(read(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
