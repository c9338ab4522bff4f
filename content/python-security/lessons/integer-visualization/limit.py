"""A limit that is checked on one number, and a place that holds another."""

import ctypes

LIMIT = 1024


def read_length(field: bytes) -> int:
    """Take the length of a message from its header: two bytes, read as signed."""
    return ctypes.c_int16.from_buffer_copy(field).value


def accepts(field: bytes) -> bool:
    return read_length(field) <= LIMIT


def accepts_in_range(field: bytes) -> bool:
    return 0 <= int.from_bytes(field, "little") <= LIMIT


if __name__ == "__main__":
    for length in (100, 2000, 60_000):
        field = length.to_bytes(2, "little")
        reading = read_length(field)
        there = len(bytes(range(100))[:reading])
        print(f"sent {length:6}  read {reading:6}  accepts: {accepts(field)!s:5}  in range: {accepts_in_range(field)!s:5}  [:length] of 100 bytes: {there}")
