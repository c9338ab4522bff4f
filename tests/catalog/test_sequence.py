"""What comes next in the course, which every page says alike."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from quintain.accounts.models import User
from quintain.attempts.models import Kind, State, Submission, Workspace
from quintain.catalog import pack_store
from quintain.catalog.models import TopicRead
from quintain.catalog.sequence import next_step, record_of, stops
from quintain.packs.model.day import Day, Session
from quintain.packs.model.lab import Level
from quintain.packs.model.lesson import Lesson
from quintain.packs.model.pack import Module, Pack, Topic, Unit
from tests.classroom import LESSON, make_lab

pytestmark = pytest.mark.django_db

LABS = tuple(
    make_lab(name, number=number, find=False) for number, name in enumerate(("one", "two", "three", "four"), 1)
)


def lesson(number: int, slug: str) -> Lesson:
    """Return a lesson of its own."""
    return replace(LESSON, uuid=UUID(int=8000 + number), slug=slug, title=slug.title())


FIRST, PART, LAST = lesson(1, "first"), lesson(2, "part"), lesson(3, "last")


def build_course(course: Pack, *days: Day) -> None:
    """Put a course into the pack store: a topic with a part, one to be written, and one more; ``two`` is stretch."""
    modules = (
        Module(
            "start",
            "Start",
            1,
            (
                Topic("first", "First", ("one", "two"), FIRST, (Unit("part", "Part", ("three",), PART),)),
                Topic("later", "Still to be written"),
            ),
        ),
        Module("end", "End", 2, (Topic("last", "Last", ("one", "four"), LAST),)),
    )
    pack = replace(
        course,
        tracks=(replace(course.tracks[0], modules=modules, days=days),),
        labs={lab.slug: replace(lab, level=Level.STRETCH) if lab.slug == "two" else lab for lab in LABS},
        lessons={each.slug: each for each in (FIRST, PART, LAST)},
    )
    pack_store.put(pack)


@pytest.fixture(autouse=True)
def _course(course: Pack) -> None:
    build_course(course)


def read(user: User, *lessons: Lesson) -> None:
    """Read lessons, one after the other."""
    for each in lessons:
        TopicRead.objects.create(user=user, lesson=each.uuid)


def work(user: User, number: int, *, is_proven: bool = True) -> None:
    """Work on a lab until it is proven, or leave it."""
    Workspace.objects.create(user=user, lab=UUID(int=number), proven_at=timezone.now() if is_proven else None)


def prove(user: User, number: int) -> None:
    """Submit a fix that holds."""
    work(user, number)
    Submission.objects.create(
        workspace=Workspace.objects.get(user=user, lab=UUID(int=number)),
        sequence=number,
        kind=Kind.VERDICT,
        number=1,
        state=State.FINISHED,
        files={"shop.py": "proven"},
        lab_digest=LABS[number - 1].digest,
        result="proven",
        checks=[],
    )


def next_of(user: User) -> str:
    """Return the address of what comes next, or nothing."""
    step = next_step(record_of(user))
    return step.url if step else ""


def test_a_lab_follows_the_last_topic_that_names_it() -> None:
    """Each topic and each part has its place, and each lab one place alone."""
    assert [(stop.unit.id, [lab.slug for lab in stop.labs]) for stop in stops()] == [
        ("first", ["two"]),
        ("part", ["three"]),
        ("later", []),
        ("last", ["one", "four"]),
    ]


def test_the_timetable_says_when_a_core_lab_is_worked_on(course: Pack) -> None:
    """A stretch lab may stand anywhere in a day, and keeps its topic."""
    sessions = (
        *(Session(12, topic="first"), Session(12, topic="part"), Session(30, lab="one"), Session(30, lab="three")),
        *(Session(30, topic="later"), Session(30, lab="two", level=Level.STRETCH)),
    )
    build_course(course, Day(1, "09:00", "17:00", sessions))
    assert [(stop.unit.id, [lab.slug for lab in stop.labs]) for stop in stops()] == [
        ("first", ["two"]),
        ("part", ["one", "three"]),
        ("later", []),
        ("last", ["four"]),
    ]


def test_the_course_is_walked_in_its_order(learner: User) -> None:
    """The lesson of a topic or part, then its core labs; what nobody has written and stretch labs are passed by."""
    assert next_of(learner) == "/topics/first/"
    read(learner, FIRST)
    assert next_of(learner) == "/topics/part/"
    read(learner, PART)
    assert next_of(learner) == "/labs/three/"
    work(learner, 3)
    assert next_of(learner) == "/topics/last/"
    read(learner, LAST)
    assert next_of(learner) == "/labs/one/"
    work(learner, 1)
    assert next_of(learner) == "/labs/four/"
    work(learner, 4)
    assert next_of(learner) == ""


def test_who_goes_ahead_is_not_sent_back_before_the_end(learner: User) -> None:
    """What was passed by comes after all the rest."""
    read(learner, LAST)
    assert next_of(learner) == "/labs/one/"
    work(learner, 1)
    work(learner, 4)
    assert next_of(learner) == "/topics/first/"


def test_a_lab_that_was_left_is_next_until_something_else_is_done(learner: User) -> None:
    """A stretch lab that was begun is gone on with, too."""
    work(learner, 2, is_proven=False)
    assert next_of(learner) == "/labs/two/"
    read(learner, FIRST)
    TopicRead.objects.update(read_at=timezone.now() + timedelta(minutes=1))
    assert next_of(learner) == "/topics/part/"


def test_all_pages_name_the_same_next(page: Client, learner: User) -> None:
    """Home, the end of a lesson and the debrief of a lab agree; a lesson that is being read counts as read."""
    unread = page.get("/topics/first/").context["page"].next
    assert unread.url == "/topics/part/"
    page.post("/topics/first/read")
    assert page.get("/topics/first/").context["page"].next == unread
    assert page.get("/").context["home"].continue_.url == unread.url
    page.post("/topics/part/read")
    prove(learner, 3)
    debrief = page.get("/labs/three/debrief/")
    assert debrief.context["page"].next.url == "/topics/last/"
    assert '<a class="button weld main" href="/topics/last/">' in debrief.content.decode()
    assert page.get("/").context["home"].continue_.url == "/topics/last/"
    assert page.get("/topics/first/").context["page"].next.url == "/topics/last/"


def test_a_part_is_a_page_of_its_own(page: Client) -> None:
    """It stands below its topic in the rail and on the first page."""
    shown = page.get("/topics/part/").context["page"]
    assert [(topic.id, topic.part, topic.here) for topic in shown.module.topics] == [
        ("first", False, False),
        ("part", True, True),
        ("later", False, False),
    ]
    assert [lab.slug for lab in shown.labs] == ["three"]
    assert 'class="topic part"' in page.get("/").content.decode()
    assert page.get("/").context["home"].tally.lessons == 3


def test_a_course_that_is_done_offers_what_is_stretch(page: Client, learner: User) -> None:
    """Nothing is next, and the stretch labs are named."""
    read(learner, FIRST, PART, LAST)
    for number in (1, 3, 4):
        work(learner, number)
    home = page.get("/").context["home"]
    assert home.continue_ is None
    assert [lab.slug for lab in home.stretch] == ["two"]
    assert "You have finished the course." in page.get("/").content.decode()
