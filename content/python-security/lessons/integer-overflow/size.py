"""The size of an image's memory, calculated in 32 bits."""

import ctypes


def size(width: int, height: int) -> int:
    return ctypes.c_uint32(width * height * 4).value


if __name__ == "__main__":
    for width, height in ((1920, 1080), (32_768, 32_768), (32_769, 32_769)):
        print(f"{width:6} x {height:6}  needs {width * height * 4:13,} bytes, gets {size(width, height):9,}")
