"""Writes the letters that travel agencies send to the passengers of Skerry Line.

An agency writes the text of its letters. Fields such as {booking.name} are filled in,
and a line "#include terms.txt" becomes the file of this name in the folder parts/.
"""

from dataclasses import asdict
from pathlib import Path

import bookings
import leafpress
import settings

PARTS = Path(__file__).with_name("parts")


def _fields(booking):
    """Return what a text may say about a booking, and about us."""
    return {"booking": asdict(booking), "line": settings.LINE}


def letter(number, text):
    """Return the letter about a booking, with the text of an agency."""
    booking = bookings.find(number)
    return booking.subject() + "\n\n" + leafpress.render(text, _fields(booking), PARTS)


def preview(text):
    """Show an agency what its text looks like, with a booking that we made up."""
    return leafpress.render(text, _fields(bookings.EXAMPLE), PARTS)
