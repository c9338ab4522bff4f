"""Takes the place of a C library that reads pictures and has bugs: some pictures make it misbehave."""

import ctypes
import json
import resource
import sys

MEBIBYTE = 2**20


def parse(picture: bytes) -> list[int]:
    """Return width and height."""
    match picture:
        case b"crash":
            ctypes.string_at(0)  # reads from address 0
        case b"memory":
            bytearray(64 * 1024 * MEBIBYTE)
        case b"loop":
            while True:
                pass
        case b"lie":
            return [1_000_000_000, -5]
        case b"flood":
            print("0" * 10_000_000)
    return list(picture[:2])


def work() -> None:
    """Parse one picture from standard input, with limits that this process cannot raise again."""
    for limit, value in (
        (resource.RLIMIT_AS, 512 * MEBIBYTE),
        (resource.RLIMIT_CPU, 1),  # a second of processor time
        (resource.RLIMIT_FSIZE, 100),  # its answer is a file: at most 100 bytes
        (resource.RLIMIT_CORE, 0),  # and leaves no core dump
    ):
        resource.setrlimit(limit, (value, value))
    print(json.dumps(parse(sys.stdin.buffer.read())))


if __name__ == "__main__" and "--work" in sys.argv:
    work()
