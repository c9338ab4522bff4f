"""Writes the letters that travel agencies send to the passengers of Skerry Line.

An agency writes the text of its letters. Fields such as {booking.name} are filled in,
and a line "#include terms.txt" becomes the file of this name in the folder parts/.
"""

from pathlib import Path

import bookings
import leafpress
import settings

PARTS = Path(__file__).with_name("parts")
FORBIDDEN = ("../", "__")


def _check(text):
    """Refuse what the two advisories describe."""
    for word in FORBIDDEN:
        if word in text:
            raise ValueError(f"A text must not contain {word}.")


def letter(number, text):
    """Return the letter about a booking, with the text of an agency."""
    _check(text)
    booking = bookings.find(number)
    values = {"booking": booking, "line": settings.LINE}
    return booking.subject() + "\n\n" + leafpress.render(text, values, PARTS)


def preview(text):
    """Show an agency what its text looks like, with a booking that we made up."""
    _check(text)
    values = {"booking": bookings.EXAMPLE, "line": settings.LINE}
    return leafpress.render(text, values, PARTS)
