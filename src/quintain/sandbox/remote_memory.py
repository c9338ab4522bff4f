"""Reads strings out of another process's memory, bounded in number and length."""

import ctypes
import mmap
import os
import struct

PAGE = mmap.PAGESIZE
ADDRESS = struct.Struct("=Q")

libc = ctypes.CDLL(None, use_errno=True)
libc.process_vm_readv.restype = ctypes.c_ssize_t


class Piece(ctypes.Structure):
    """The kernel's iovec."""

    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


def peek(thread: int, address: int, most_bytes: int) -> bytes:
    """Read memory up to the first page that is not there.

    Raises:
        OSError: there is nothing at that address, or this process may not look.
    """
    pieces = []
    start, end = address, address + most_bytes
    while start < end:
        stop = min(end, (start // PAGE + 1) * PAGE)
        pieces.append(Piece(start, stop - start))  # a piece is read whole or not at all
        start = stop
    room = ctypes.create_string_buffer(most_bytes)
    here = Piece(ctypes.addressof(room), most_bytes)
    there = (Piece * len(pieces))(*pieces)
    # The types of all arguments are told, for numbers of this size would not fit where ctypes assumes an int.
    got = libc.process_vm_readv(
        thread, ctypes.byref(here), ctypes.c_ulong(1), there, ctypes.c_ulong(len(pieces)), ctypes.c_ulong(0)
    )
    if got < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return room.raw[:got]


def string_at(thread: int, address: int, most_bytes: int) -> tuple[str, bool]:
    """Read a string that ends with a zero byte; return it, and whether that byte was found.

    Raises:
        OSError: as `peek`.
    """
    data = peek(thread, address, most_bytes)
    text, zero, _ = data.partition(b"\0")
    return text.decode(errors="backslashreplace"), bool(zero)


def strings_at(thread: int, address: int, *, most_words: int, most_bytes: int) -> tuple[tuple[str, ...], bool]:
    """Read a list of strings that ends with a null address, as a command line is kept; say whether it is whole.

    Raises:
        OSError: as `peek`.
    """
    table = peek(thread, address, ADDRESS.size * (most_words + 1)) if address else b""
    places = [place for (place,) in ADDRESS.iter_unpack(table[: len(table) // ADDRESS.size * ADDRESS.size])]
    is_whole = not address or 0 in places
    places = places[: places.index(0)] if 0 in places else places[:most_words]
    words = []
    for place in places:
        word, ended = string_at(thread, place, min(most_bytes, 4096))
        words.append(word)
        is_whole = is_whole and ended
        most_bytes -= len(word)
        if most_bytes <= 0:
            return tuple(words), False
    return tuple(words), is_whole
