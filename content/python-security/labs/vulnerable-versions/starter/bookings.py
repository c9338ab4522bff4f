"""The bookings of Skerry Line."""

import json
from dataclasses import dataclass
from pathlib import Path

import settings


@dataclass
class Booking:
    """What a passenger has booked."""

    name: str
    route: str
    day: str
    seats: int
    price: str

    def subject(self):
        """Return the subject of letters about this booking."""
        return f"{settings.LINE}: {self.route}, {self.day}"


EXAMPLE = Booking("Ada Example", "Oban to Staffa", "2026-12-24", 2, "84.00")


def find(number):
    """Return a booking.

    Raises:
        KeyError: there is none with this number.

    """
    found = json.loads(Path(__file__).with_name("bookings.json").read_text(encoding="utf-8"))
    return Booking(**found[number])
