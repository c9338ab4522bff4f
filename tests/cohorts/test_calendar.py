"""A class in a calendar: as a file, and at an address of one's own."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar, vText
from pytest_django import Settings

from quintain.accounts.models import Membership, User
from quintain.accounts.people.personal_data import erase_person, export_person
from quintain.catalog import pack_store
from quintain.cohorts import actions
from quintain.cohorts.calendar import calendar_of, dates_of
from quintain.cohorts.errors import ClassUnfit
from quintain.cohorts.models import CalendarAddress, Class
from quintain.packs.model.day import Day
from quintain.packs.model.pack import Pack

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql, pytest.mark.usefixtures("course")]

ADDRESS = "https://class.example.org/classes/1/"
DAYS = tuple(Day(number, "09:00", "17:30", ()) for number in (1, 2, 3))
TITLES = [
    "Security; all, day 1\\3",
    "x\\nEND:VEVENT",
    "BEGIN:VALARM:",
    "'\"<b>&amp;",
    "李小龙" * 26,
    "=?utf-8?q?x?=",
]


def class_of(course: str = "python-security", **other: object) -> Class:
    """Return a class from Monday to Wednesday in Zurich."""
    facts: dict[str, object] = {
        "title": "Ours",
        "course": course,
        "starts_on": date(2027, 5, 3),
        "ends_on": date(2027, 5, 5),
        "time_zone": "Europe/Zurich",
    }
    return Class.objects.create(**(facts | other))


@pytest.fixture
def found(settings: Settings, course: Pack) -> Class:
    """Return a class of two seats."""
    settings.CLASSROOM = True
    facts = actions.NewClass("Ours", course.id, date(2027, 5, 3), date(2027, 5, 5), "UTC", 2)
    return actions.make_class(facts, by=None)


@pytest.fixture
def student(found: Class) -> User:
    """Return a student of the class."""
    return actions.join(found.join_code, "Elif").person


@pytest.fixture
def browser(student: User, client: Client) -> Client:
    """Return the student's browser."""
    client.force_login(student, backend="quintain.accounts.backends.PersonBackend")
    return client


def test_each_day_is_an_entry_at_its_times() -> None:
    """In the time zone of the class, which is described in the file; summer time counts."""
    text = calendar_of(class_of(), ADDRESS, DAYS, 3)
    read = Calendar.from_ical(text)
    entries = list(read.walk("VEVENT"))
    assert [each.decoded("DTSTART") for each in entries] == [
        datetime(2027, 5, day, 9, tzinfo=ZoneInfo("Europe/Zurich")) for day in (3, 4, 5)
    ]
    assert entries[0].decoded("DTEND").astimezone(UTC) == datetime(2027, 5, 3, 15, 30, tzinfo=UTC)
    assert [str(each["SUMMARY"]) for each in entries] == ["Ours, day 1", "Ours, day 2", "Ours, day 3"]
    assert [str(each["TZID"]) for each in read.walk("VTIMEZONE")] == ["Europe/Zurich"]
    assert b"DTSTART;TZID=Europe/Zurich:20270503T090000" in text


def test_an_entry_keeps_its_name() -> None:
    """So that a program changes the entry that it has when a class moves to other days."""
    a_class = class_of()
    before = [each["UID"] for each in Calendar.from_ical(calendar_of(a_class, ADDRESS, DAYS, 3)).walk("VEVENT")]
    a_class.starts_on, a_class.ends_on = date(2027, 6, 7), date(2027, 6, 9)
    after = [each["UID"] for each in Calendar.from_ical(calendar_of(a_class, ADDRESS, DAYS, 3)).walk("VEVENT")]
    assert before == after
    assert len(set(before)) == 3


def test_a_class_over_a_weekend_has_working_days() -> None:
    """Three days from Friday to Tuesday."""
    a_class = class_of(starts_on=date(2027, 5, 7), ends_on=date(2027, 5, 11))
    assert dates_of(a_class, 3) == [date(2027, 5, 7), date(2027, 5, 10), date(2027, 5, 11)]
    assert dates_of(a_class, 5) == [date(2027, 5, 7) + timedelta(days=number) for number in range(5)]


@pytest.mark.parametrize("count", [0, 1, 2, 4, 30])
def test_where_it_is_not_clear_the_class_is_one_entry(count: int) -> None:
    """Of whole days, the last of which is in it: the end of RFC 5545 is not part of an entry."""
    text = calendar_of(class_of(), ADDRESS, DAYS, count)
    (entry,) = Calendar.from_ical(text).walk("VEVENT")
    assert (entry.decoded("DTSTART"), entry.decoded("DTEND")) == (date(2027, 5, 3), date(2027, 5, 6))


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("count", [0, 3])
def test_a_hostile_title_is_a_title(title: str, count: int) -> None:
    """It adds no line, is read as it was written, and no line is longer than 75 octets."""
    text = calendar_of(class_of(title=title), ADDRESS, DAYS, count)
    read = Calendar.from_ical(text)
    entries = list(read.walk("VEVENT"))
    assert len(entries) == (count or 1)
    assert str(entries[0]["SUMMARY"]) == (f"{title}, day 1" if count else title)
    unfolded, escaped = text.replace(b"\r\n ", b""), vText(title).to_ical()
    assert all(b"\r\n" + name + b":" + escaped + b"\r\n" in unfolded for name in (b"NAME", b"X-WR-CALNAME"))
    assert not list(read.walk("VALARM"))
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert b"\n" not in text.replace(b"\r\n", b"")


def test_everybody_in_the_class_takes_the_file(browser: Client, found: Class) -> None:
    """By a link of its page."""
    assert f"/classes/{found.pk}/calendar/" in browser.get(f"/classes/{found.pk}/").content.decode()
    answer = browser.get(f"/classes/{found.pk}/class.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert list(Calendar.from_ical(answer.content).walk("VEVENT"))


def feed_of(browser: Client, found: Class) -> str:
    """Make an address, and return its path."""
    page = browser.post(f"/classes/{found.pk}/calendar/", {"do": "make"}).content.decode()
    return "/calendars/" + page.partition("/calendars/")[2].partition(".ics")[0] + ".ics"


def test_an_address_works_without_signing_in_until_it_is_ended(browser: Client, found: Class) -> None:
    """It is shown once, is not in the database, and gives the class alone."""
    feed = feed_of(browser, found)
    stranger = Client()
    assert list(Calendar.from_ical(stranger.get(feed).content).walk("VEVENT"))
    assert stranger.post(feed).status_code == 405
    secret = feed.removeprefix("/calendars/").removesuffix(".ics")
    assert len(secret) == 43
    assert secret not in browser.get(f"/classes/{found.pk}/calendar/").content.decode()
    assert secret not in str(list(CalendarAddress.objects.values()))
    browser.post(f"/classes/{found.pk}/calendar/", {"do": "end"})
    assert stranger.get(feed).status_code == 404


def test_a_new_address_ends_the_old(browser: Client, found: Class) -> None:
    """Somebody who knew the old one sees nothing more."""
    old = feed_of(browser, found)
    new = feed_of(browser, found)
    assert [Client().get(each).status_code for each in (old, new)] == [404, 200]
    assert CalendarAddress.objects.count() == 1


def test_a_calendar_program_is_answered_in_the_language_of_its_person(
    browser: Client, found: Class, student: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever language the program asks for."""
    monkeypatch.setattr(pack_store, "days", lambda: DAYS)
    monkeypatch.setattr(pack_store, "modules", tuple)
    feed = feed_of(browser, found)
    titles = []
    for language in ("de", "en", None):
        User.objects.filter(pk=student.pk).update(language=language)
        answer = Client().get(feed, headers={"accept-language": "de"})
        titles.append(str(Calendar.from_ical(answer.content).walk("VEVENT")[1]["SUMMARY"]))
    assert titles == ["Ours, Tag 2", "Ours, day 2", "Ours, day 2"]


def test_a_class_of_another_course_has_no_days_of_this_one(
    browser: Client, found: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that teaches another course later does not put its days into older classes."""
    monkeypatch.setattr(pack_store, "days", lambda: DAYS)
    monkeypatch.setattr(pack_store, "modules", tuple)
    numbers = []
    for course in (found.course, "another"):
        Class.objects.filter(pk=found.pk).update(course=course)
        answer = browser.get(f"/classes/{found.pk}/class.ics")
        numbers.append(len(list(Calendar.from_ical(answer.content).walk("VEVENT"))))
    assert numbers == [3, 1]


@pytest.mark.parametrize("year", [1, 1999, 3000, 9999])
def test_a_class_is_in_a_year_that_can_be_computed(course: Pack, year: int) -> None:
    """Python has no day after 31 December 9999, and no time zones there."""
    facts = actions.NewClass("Ours", course.id, date(year, 12, 29), date(year, 12, 31), "Europe/Zurich", 2)
    with pytest.raises(ClassUnfit):
        actions.make_class(facts, by=None)


@pytest.mark.parametrize("year", [2000, 2999])
def test_a_class_at_the_border_of_these_years_has_a_calendar(course: Pack, year: int) -> None:
    """Over the new year as well."""
    first = date(year, 12, 30)
    facts = actions.NewClass("Ours", course.id, first, first + timedelta(days=2), "Europe/Zurich", 2)
    read = Calendar.from_ical(calendar_of(actions.make_class(facts, by=None), ADDRESS, DAYS, 3))
    assert [each.decoded("DTSTART").date() for each in read.walk("VEVENT")] == [
        first + timedelta(days=number) for number in range(3)
    ]


def test_an_address_goes_with_its_person(browser: Client, found: Class, student: User) -> None:
    """What they take home has no digest of the secret; erasing them ends the address."""
    feed, into = feed_of(browser, found), BytesIO()
    export_person(student, into, by=student)
    with ZipFile(into) as archive:
        rows = archive.read("tables/cohorts.calendaraddress.jsonl").decode()
    assert str(found.pk) in rows
    assert CalendarAddress.objects.get().secret_digest not in rows
    erase_person(student, by=None)
    assert Client().get(feed).status_code == 404
    assert not CalendarAddress.objects.exists()


@pytest.mark.parametrize("secret", ["x", "A" * 43, "A" * 5000])
def test_a_guess_is_nothing(found: Class, secret: str) -> None:
    """However long."""
    assert Client().get(f"/calendars/{secret}.ics").status_code == 404


def test_who_has_left_the_class_sees_it_no_more(browser: Client, found: Class, student: User) -> None:
    """Nor does somebody whose account is closed."""
    feed = feed_of(browser, found)
    User.objects.filter(pk=student.pk).update(is_active=False)
    assert Client().get(feed).status_code == 404
    User.objects.filter(pk=student.pk).update(is_active=True)
    assert Client().get(feed).status_code == 200
    Membership.objects.filter(person=student).delete()
    assert Client().get(feed).status_code == 404
