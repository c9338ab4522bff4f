"""A class as a calendar, in the format of RFC 5545: each day of the course, at its times."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext
from icalendar import Calendar, Event, vText

from quintain.cohorts.models import Class
from quintain.packs.model.day import Day

CONTINENTS: Final = frozenset(
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"]
)
REFRESH: Final = timedelta(hours=6)
"""How often programs are asked to look again (RFC 7986, section 5.7)."""
SATURDAY: Final = 5


def calendar_of(in_class: Class, address: str, days: Sequence[Day], count: int) -> bytes:
    """Return an .ics file: an entry for each planned day, or one of whole days if the days are not clear.

    Args:
        in_class: The class.
        address: Where it is taught, an URL.
        days: The days of the course that are planned.
        count: How many days the course has.

    """
    calendar = Calendar()
    calendar.add("prodid", "-//Quintain//Classes//EN")
    calendar.add("version", "2.0")
    for name in ("name", "x-wr-calname"):  # RFC 7986, and what programs read that do not know it
        calendar.add(name, vText(in_class.title))  # as neither is escaped by the library itself
    calendar.add("refresh-interval", REFRESH, {"value": "DURATION"})
    dates = dates_of(in_class, count)
    planned = [day for day in days if day.day <= len(dates)]
    if planned:
        zone = ZoneInfo(in_class.time_zone)
        for day in planned:
            on = dates[day.day - 1]
            title = gettext("%(title)s, day %(day)s") % {"title": in_class.title, "day": day.day}
            begins, ends = (datetime.combine(on, time.fromisoformat(each), zone) for each in (day.begins, day.ends))
            calendar.add_component(_entry(f"{in_class.pk}-{day.day}@quintain", title, address, begins, ends))
        year = in_class.starts_on.year
        calendar.add_missing_timezones(date(year, 1, 1), date(year + 2, 1, 1))
    else:
        day_after = in_class.ends_on + timedelta(days=1)  # the end is not part of it, RFC 5545, section 3.6.1
        uid = f"{in_class.pk}@quintain"
        calendar.add_component(_entry(uid, in_class.title, address, in_class.starts_on, day_after))
    return bytes(calendar.to_ical())


def dates_of(in_class: Class, count: int) -> Sequence[date]:
    """Return the dates of the days of a course, as far as they are clear: each day of the class, or all but weekends.

    Empty if the class has more or fewer days than the course.
    """
    length = (in_class.ends_on - in_class.starts_on).days + 1
    every = [in_class.starts_on + timedelta(days=number) for number in range(length)]
    working = [day for day in every if day.weekday() < SATURDAY]
    return next((each for each in (every, working) if len(each) == count), [])


def _entry(uid: str, title: str, address: str, begins: date, ends: date) -> Event:
    entry = Event()
    entry.add("uid", uid)  # the same each time, so that programs change an entry in place of adding one
    entry.add("dtstamp", datetime.now(UTC))
    entry.add("dtstart", begins)
    entry.add("dtend", ends)
    entry.add("summary", title)
    entry.add("url", address)
    return entry


@cache
def zone_names() -> tuple[str, ...]:
    """Return the time zones that a class can choose: UTC, then those that are named after a place, by name."""
    places = (each for each in available_timezones() if each.partition("/")[0] in CONTINENTS)
    return ("UTC", *sorted(places))
