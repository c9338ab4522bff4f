"""Writes the letters that travel agencies send to the passengers of Skerry Line.

An agency writes the text of its letters. Fields such as {booking.name} are filled in,
and a line "#include terms.txt" becomes the file of this name in the folder parts/.
"""

from dataclasses import asdict
from pathlib import Path

import bookings
import inkfields
import settings

PARTS = Path(__file__).with_name("parts").resolve()
INCLUDE = "#include "


def _line(line):
    if not line.startswith(INCLUDE):
        return line
    path = (PARTS / line.removeprefix(INCLUDE).strip()).resolve()
    if not path.is_relative_to(PARTS):
        raise ValueError("A part is a file in the folder parts.")
    return path.read_text(encoding="utf-8").rstrip("\n")


def _render(text, booking):
    whole = "\n".join(_line(line) for line in text.split("\n"))
    return inkfields.fill(whole, {"booking": asdict(booking), "line": settings.LINE})


def letter(number, text):
    """Return the letter about a booking, with the text of an agency."""
    booking = bookings.find(number)
    return booking.subject() + "\n\n" + _render(text, booking)


def preview(text):
    """Show an agency what its text looks like, with a booking that we made up."""
    return _render(text, bookings.EXAMPLE)
