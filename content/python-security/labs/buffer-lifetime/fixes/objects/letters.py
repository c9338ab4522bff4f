"""The letters of the customers. They wait in the outbox of the letter printer, which is a C library."""

import ctypes
from dataclasses import dataclass
from pathlib import Path

ADDRESS_BYTES = 440
TEXT_BYTES = 480

printer = ctypes.CDLL(str(Path(__file__).with_name("liboutbox.so")))
printer.outbox_at.argtypes = [ctypes.c_uint]
printer.outbox_at.restype = ctypes.c_size_t
printer.outbox_add.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
printer.outbox_add.restype = ctypes.c_size_t
printer.outbox_change.argtypes = [ctypes.c_size_t, ctypes.c_char_p]
printer.outbox_address.argtypes = [ctypes.c_size_t]
printer.outbox_address.restype = ctypes.c_char_p
printer.outbox_text.argtypes = [ctypes.c_size_t]
printer.outbox_text.restype = ctypes.c_char_p


@dataclass
class Queued:
    """What Python must not free while the letter is in the outbox."""

    address: ctypes.Array
    text: ctypes.Array


queue = []


def field(name, value, size):
    """Return a buffer with the value of a field, as the printer reads it: UTF-8 and a zero byte."""
    buffer = (ctypes.c_char * size)()
    buffer.value = value.encode() + b"\0"  # raises a ValueError if this does not fit
    return buffer


def add(address, text):
    """Put a letter into the outbox and return its number."""
    queued = Queued(field("address", address, ADDRESS_BYTES), field("text", text, TEXT_BYTES))
    printer.outbox_add(queued.address, queued.text)
    queue.append(queued)
    return len(queue) - 1


def change(number, text):
    """Replace the text of a letter."""
    text = field("text", text, TEXT_BYTES)
    printer.outbox_change(printer.outbox_at(number), text)
    queue[number].text = text


def show(number):
    """Return a letter as the printer will print it."""
    letter = printer.outbox_at(number)
    return {"address": printer.outbox_address(letter).decode(), "text": printer.outbox_text(letter).decode()}
