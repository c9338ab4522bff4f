"""The letters of the customers. They wait in the outbox of the letter printer, which is a C library."""

import ctypes
from collections import deque
from pathlib import Path

ADDRESS_BYTES = 440
TEXT_BYTES = 480

printer = ctypes.CDLL(str(Path(__file__).with_name("liboutbox.so")))
printer.outbox_add.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
printer.outbox_add.restype = ctypes.c_void_p
printer.outbox_change.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
printer.outbox_change.restype = None
printer.outbox_address.argtypes = [ctypes.c_void_p]
printer.outbox_address.restype = ctypes.c_char_p
printer.outbox_text.argtypes = [ctypes.c_void_p]
printer.outbox_text.restype = ctypes.c_char_p

letters = []  # what outbox_add has returned, by the number of the letter
buffers = []  # of the letters, as they were written
changes = deque(maxlen=500)  # buffers of texts that were changed


def field(name, value, size):
    """Return a buffer with the value of a field, as the printer reads it: UTF-8 and a zero byte."""
    data = value.encode()
    if len(data) >= size:
        raise ValueError(f"The {name} is longer than {size - 1} bytes.")
    return ctypes.create_string_buffer(data, size)


def add(address, text):
    """Put a letter into the outbox and return its number."""
    number = len(letters)
    buffers.append((field("address", address, ADDRESS_BYTES), field("text", text, TEXT_BYTES)))
    letters.append(printer.outbox_add(*buffers[number]))
    return number


def change(number, text):
    """Replace the text of a letter."""
    changes.append(field("text", text, TEXT_BYTES))
    printer.outbox_change(letters[number], changes[-1])


def show(number):
    """Return a letter as the printer will print it."""
    letter = letters[number]
    return {"address": printer.outbox_address(letter).decode(), "text": printer.outbox_text(letter).decode()}
