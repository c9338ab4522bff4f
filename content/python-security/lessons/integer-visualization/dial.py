"""The value that an integer of fixed width keeps: after the largest comes the smallest."""

import ctypes


def wrap(value: int, bits: int) -> int:
    """Turn the dial: the value that `bits` bits, read as signed, hold."""
    turn = 1 << bits
    half = turn >> 1
    return (value + half) % turn - half


if __name__ == "__main__":
    for value in (127, 128, 255, 256, -128, -129):
        print(f"{value:5} in 8 bits: {wrap(value, 8):4}")
    agree = all(wrap(value, 8) == ctypes.c_int8(value).value for value in range(-1000, 1000))
    print("as ctypes has it, for 2000 values:", agree)
