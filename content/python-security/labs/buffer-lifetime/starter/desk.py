"""The desk of the letter service. Every letter has a PIN, and only its PIN opens it."""

import ctypes
import hmac
from pathlib import Path

import letters

HERE = Path(__file__).parent


class Letter(ctypes.Structure):
    """A letter in the outbox of the printer."""

    _fields_ = [("address", ctypes.c_char_p), ("text", ctypes.c_char_p)]


printer = ctypes.CDLL(str(HERE / "liboutbox.so"))
printer.outbox_at.argtypes = [ctypes.c_uint]
printer.outbox_at.restype = ctypes.POINTER(Letter)

pins = {}


def check(number, pin):
    """Refuse anyone who does not know the PIN of this letter."""
    if number not in pins or not hmac.compare_digest(pins[number].encode(), pin.encode()):
        raise PermissionError("This PIN does not open this letter.")


def write(address, text, pin):
    """Accept a letter and return its number."""
    number = letters.add(address, text)
    pins[number] = pin
    return number


def change(number, text, pin):
    """Replace the text of a letter."""
    check(number, pin)
    letters.change(number, text)


def read(number, pin):
    """Show a letter before it is printed."""
    check(number, pin)
    return letters.show(number)


def collect(number, pin):
    """Print a letter, and give the sheet to its owner."""
    check(number, pin)
    letter = printer.outbox_at(number).contents
    return {"address": letter.address.decode(), "text": letter.text.decode()}


def write_all(fields, pin):
    """Accept many letters at once, each an address and a text, and return their numbers."""
    return [write(address, text, pin) for address, text in fields]


def change_all(texts, pin):
    """Replace the texts of many letters, each a number and a text."""
    for number, text in texts:
        change(number, text, pin)


def search(word, pin):
    """Return the numbers of the letters with this PIN in whose printed text a word is."""
    mine = [number for number, own in pins.items() if hmac.compare_digest(own.encode(), pin.encode())]
    return [number for number in mine if word.encode() in printer.outbox_at(number).contents.text]


def office_letter():
    """Accept the letter that the office sends to its bank, and return its number."""
    return write(
        (HERE / "office-address.txt").read_text(),
        (HERE / "office-letter.txt").read_text(),
        (HERE / "office-pin.txt").read_text().strip(),
    )
