"""A class as an entry of a calendar, in the format of RFC 5545."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from quintain.cohorts.models import Class

CONTINENTS: Final = frozenset(
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"]
)
MOST_OCTETS: Final = 75  # of a line, RFC 5545, section 3.1


def calendar_of(in_class: Class, address: str) -> str:
    """Return an .ics file with one entry that takes whole days, so that it is right in each time zone.

    Args:
        in_class: The class.
        address: Where it is taught, an URL.

    """
    day_after = in_class.ends_on + timedelta(days=1)  # the end is not part of it, RFC 5545, section 3.6.1
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Quintain//Classes//EN",
        "BEGIN:VEVENT",
        f"UID:{in_class.pk}@quintain",
        f"DTSTAMP:{datetime.now(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{in_class.starts_on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day_after:%Y%m%d}",
        f"SUMMARY:{_text(in_class.title)}",
        f"URL:{address}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) + "\r\n" for line in lines)


def _text(value: str) -> str:
    """Escape a text, RFC 5545, section 3.3.11; a title has no newlines."""
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """Fold a long line between two characters, never within one."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > MOST_OCTETS - 1:  # a space is before what is folded
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])


@cache
def zone_names() -> tuple[str, ...]:
    """Return the time zones that a class can choose: UTC, then those that are named after a place, by name."""
    places = (each for each in available_timezones() if each.partition("/")[0] in CONTINENTS)
    return ("UTC", *sorted(places))
