"""The days of the course on the clock."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quintain.accounts.models import Role
from quintain.catalog import pack_store
from quintain.catalog.queries import Tally
from quintain.cohorts.actions import NewClass, make_class
from quintain.packs.model.day import Session
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Pack
from tests.classroom import make_lab, make_pack
from tests.people import make_person

pytestmark = pytest.mark.django_db


def test_a_day_shows_its_sessions_on_the_clock(page: Client) -> None:
    """Lessons, labs and breaks have their times; what is left over is room for questions."""
    (_, day) = page.get("/timetable/").context["days"]
    assert [(entry.starts, entry.kind, entry.title, entry.module) for entry in day.entries] == [
        ("9:00", "topic", "Injection attacks", "Injection"),
        ("9:10", "lab", "A01 The shop", ""),
        ("9:25", "free", "", ""),
        ("9:45", "break", "", ""),
        ("10:00", "topic", "Still to be written", ""),
        ("10:30", "lunch", "", ""),
        ("11:30", "free", "", ""),
    ]
    assert (day.begins, day.ends, day.teaching, day.practice, day.pauses) == ("9:00", "12:00", 40, 15, 75)


def test_stretch_stands_beside_and_takes_no_time(page: Client) -> None:
    """It names the session before; a lab that is only planned is named, and leads nowhere."""
    (_, day) = page.get("/timetable/").context["days"]
    assert [(entry.title, entry.url) for entry in day.entries[1].beside] == [
        ("A02 The store", "/labs/store/"),
        ("A09 <Soon>", ""),
    ]
    assert day.stretch == 2
    text = page.get("/timetable/").content.decode()
    assert "A09 &lt;Soon&gt;" in text
    assert "With <strong>care</strong>." in text


def test_a_day_shows_the_progress_that_other_pages_show(page: Client) -> None:
    """Lessons read and labs proven are counted as on the first page and beside the lesson."""
    page.post("/topics/injection/read")
    (_, day) = page.get("/timetable/").context["days"]
    assert day.entries[0].topic.read
    assert day.tally == Tally(1, 1, 0, 2)
    assert day.tally == page.get("/").context["home"].days[1].tally
    assert day.tally == page.get("/topics/injection/").context["page"].module.tally


def test_a_day_that_nobody_planned_says_so(page: Client) -> None:
    """Its modules are named all the same."""
    (day, _) = page.get("/timetable/").context["days"]
    assert (day.number, day.entries, day.modules) == (1, (), ("Start",))
    assert "Not planned yet." in page.get("/timetable/").content.decode()


def test_a_hidden_lab_is_named_and_leads_nowhere(page: Client, course: Pack, lab: Lab) -> None:
    """A lab that learners may not open yet keeps its place in the day."""
    object.__setattr__(lab, "judged", "changed since")
    (_, day) = page.get("/timetable/").context["days"]
    assert (day.entries[1].title, day.entries[1].url) == ("A01 The shop", "")


def test_the_timetable_needs_few_queries(page: Client) -> None:
    """However many labs and sessions the days have, the database is asked the same few times."""
    asked = []
    for number in (2, 20):
        labs = [make_lab(f"lab-{each}", number=each + 1) for each in range(number)]
        pack = make_pack(*labs)
        track = pack.tracks[0]
        day = replace(track.days[0], sessions=tuple(Session(5, lab=each.slug) for each in labs))
        pack_store.put(replace(pack, tracks=(replace(track, days=(day,)),)))
        with CaptureQueriesContext(connection) as queries:
            text = page.get("/timetable/").content.decode()
        assert text.count('href="/labs/lab-') >= number
        asked.append(len(queries))
    assert asked[0] == asked[1] < 10


def test_the_timetable_is_for_those_who_are_signed_in(course: Pack, client: Client) -> None:
    """A stranger sees nothing of the course; nobody writes here."""
    assert client.get("/timetable/").status_code == 302


def test_who_teaches_sees_which_labs_to_leave_out(page: Client, course: Pack) -> None:
    """On the timetable, and on the page from which an instructor paces a class; learners have no such list."""
    labs = [make_lab(f"lab-{number}", number=number) for number in (1, 2)]
    sessions = (Session(12, topic="injection"), *(Session(10, lab=lab.slug) for lab in labs))
    track = replace(course.tracks[0], days=(replace(course.tracks[0].days[0], sessions=sessions),))
    pack_store.put(replace(course, tracks=(track,), labs={lab.slug: lab for lab in labs}))
    assert b"Short of time?" not in page.get("/timetable/").content
    teacher = make_person("teacher", "Teacher", Role.INSTRUCTOR)
    a_class = make_class(NewClass("Ours", course.id, date(2027, 5, 3), date(2027, 5, 5), "UTC", 2), by=teacher)
    browser = Client()
    browser.force_login(teacher, backend="quintain.accounts.backends.PersonBackend")
    for address in ("/timetable/", f"/classes/{a_class.pk}/pace/"):
        shown = browser.get(address).content.decode()
        assert "Short of time?" in shown
        assert '<a href="/labs/lab-2/">' in shown[shown.index("Short of time?") :]
