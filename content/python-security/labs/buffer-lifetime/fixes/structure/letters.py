"""The letters of the customers. They wait in the outbox of the letter printer, which is a C library."""

import ctypes
from pathlib import Path

ADDRESS_BYTES = 440
TEXT_BYTES = 480


class Letter(ctypes.Structure):
    """A letter as the printer stores it."""

    _fields_ = [("address", ctypes.c_char_p), ("text", ctypes.c_char_p)]


printer = ctypes.CDLL(str(Path(__file__).with_name("liboutbox.so")))
printer.outbox_add.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
printer.outbox_add.restype = ctypes.POINTER(Letter)
printer.outbox_change.argtypes = [ctypes.POINTER(Letter), ctypes.c_char_p]
printer.outbox_change.restype = None

letters = []
in_use = []  # C has the addresses of all of these


def field(name, value, size):
    """Return the bytes of a field, and keep them."""
    data = value.encode()
    if len(data) >= size:
        raise ValueError(f"The {name} is longer than {size - 1} bytes.")
    in_use.append(data)
    return data


def add(address, text):
    """Put a letter into the outbox and return its number."""
    letters.append(printer.outbox_add(field("address", address, ADDRESS_BYTES), field("text", text, TEXT_BYTES)))
    return len(letters) - 1


def change(number, text):
    """Replace the text of a letter."""
    printer.outbox_change(letters[number], field("text", text, TEXT_BYTES))


def show(number):
    """Return a letter as the printer will print it."""
    letter = letters[number].contents
    return {"address": letter.address.decode(), "text": letter.text.decode()}
