"""How many bytes still fit a block of 144? The check of the old SHA-3 code, with its 32 bits, and the fixed one."""

import ctypes

BLOCK = 144


def old(used: int, length: int) -> int:
    part = ctypes.c_uint32(length).value
    if ctypes.c_uint32(part + used).value > BLOCK:
        part = BLOCK - used
    return part


def fixed(used: int, length: int) -> int:
    return min(length, BLOCK - used)


if __name__ == "__main__":
    for used, length in ((0, 100), (100, 100), (1, 2**32 - 1)):
        print(f"{used:3} used, {length:13,} to add: old copies {old(used, length):13,}, fixed copies {fixed(used, length):3}")
