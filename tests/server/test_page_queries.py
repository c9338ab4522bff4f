"""A page asks the database for each thing once, and for as little in a large course as in a small one."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from quintain.accounts.models import Membership, Role, User
from quintain.attempts.judging import demonstrations
from quintain.attempts.models import (
    Copy,
    Demonstration,
    Exploit,
    File,
    FoundSpot,
    HintUse,
    Kind,
    Marking,
    State,
    Submission,
    Workspace,
)
from quintain.catalog import pack_store
from quintain.catalog.models import TopicRead
from quintain.exercises.models import ElementAnswer, Shown
from quintain.pacing.models import Pace
from quintain.packs.model.day import Session
from quintain.packs.model.lab import Break, Lab
from quintain.packs.model.lesson import Ask, Block, Practise, Prose
from quintain.packs.model.pack import Module, Pack, Topic
from quintain.packs.model.proof import Proof
from quintain.quizzes.models import Answer, Explained
from tests.classroom import DAY, LANDED, LESSON, QUESTION, make_lab
from tests.dashboards.filling import make_class, make_instructor
from tests.exercises.conftest import DIAGRAM

pytestmark = pytest.mark.django_db

MOST: Final[Mapping[str, int]] = {
    "/": 6,
    "/timetable/": 4,
    "/checklist/": 4,
    "/cases/one-pattern/": 2,
    "/topics/topic-1/": 6,
    "/labs/lab-1/": 3,
    "/labs/lab-1/find/": 6,
    "/labs/lab-1/break/": 10,
    "/labs/lab-1/fix/": 11,
    "/labs/lab-1/attempts/1/": 7,
    "/labs/lab-1/debrief/": 10,
}
"""How many queries a page makes at most for a learner who has done everything once; two of them
ask who it is: the session, and the person with all roles."""
ALSO_IN_A_CLASS: Final[Mapping[str, int]] = {
    "/": 5,
    "/topics/topic-1/": 6,
    "/labs/lab-1/find/": 3,
    "/labs/lab-1/break/": 4,
    "/labs/lab-1/fix/": 5,
}
"""The same for a student of a class in which nothing has changed since the last page, and who begins."""


def build_course(course: Pack, size: int) -> Pack:
    """Put a course with ``size`` labs, topics, and questions and exercises in each lesson into the pack store."""
    numbers = range(1, size + 1)
    labs = [
        replace(
            make_lab(f"lab-{number}", number=number),
            break_=Break("secret", "reference.py"),
            judged="judged",
            proof=Proof("judged", {}),
        )
        for number in numbers
    ]
    questions = tuple(replace(QUESTION, id=f"question-{each}", uuid=UUID(int=1000 + each)) for each in numbers)
    exercises = {
        f"exercise-{each}": replace(
            DIAGRAM,
            slug=f"exercise-{each}",
            uuid=UUID(int=2000 + each),
            elements=tuple(
                replace(element, uuid=UUID(int=3000 + 10 * each + place))
                for place, element in enumerate(DIAGRAM.elements)
            ),
        )
        for each in numbers
    }
    blocks: tuple[Block, ...] = (Prose("## Read"), *map(Ask, questions), *map(Practise, exercises))
    lessons = [
        replace(LESSON, slug=f"topic-{each}", uuid=UUID(int=4000 + each), blocks=blocks, questions=questions)
        for each in numbers
    ]
    topics = tuple(
        Topic(lesson.slug, lesson.title, (lab.slug,), lesson) for lesson, lab in zip(lessons, labs, strict=True)
    )
    day = replace(DAY, sessions=tuple(Session(10, lab=lab.slug) for lab in labs))
    track = replace(course.tracks[0], modules=(Module("module", "Module", 2, topics),), days=(day,))
    pack = replace(
        course,
        tracks=(track,),
        labs={lab.slug: lab for lab in labs},
        lessons={lesson.slug: lesson for lesson in lessons},
        exercises=exercises,
    )
    pack_store.put(pack)
    return pack


def work_through(learner: User, pack: Pack) -> None:
    """Leave something of each kind in every lab, lesson, question and exercise."""
    for lab in pack.labs.values():
        work_on(learner, lab)
    for lesson in pack.lessons.values():
        TopicRead.objects.create(user=learner, lesson=lesson.uuid)
    for question in next(iter(pack.lessons.values())).questions:
        Answer.objects.create(user=learner, question=question.uuid, option=0, right=False)
        Explained.objects.create(user=learner, question=question.uuid)
    for exercise in pack.exercises.values():
        for element in exercise.elements:
            ElementAnswer.objects.create(user=learner, element=element.uuid, chosen=["denial"], right=False)
            Shown.objects.create(user=learner, element=element.uuid)


def work_on(learner: User, lab: Lab) -> None:
    """Leave marks, hints, texts, copies, a run of an exploit, a failed and a proven attempt in a lab."""
    space = Workspace.objects.create(user=learner, lab=lab.uuid, revision=1)
    File.objects.create(workspace=space, path="shop.py", text="proven", revision=1)
    Exploit.objects.create(workspace=space, text="print(1)", revision=1)
    Marking.objects.create(workspace=space, marks=[])
    FoundSpot.objects.create(workspace=space, spot="shop.py:13-13")
    HintUse.objects.create(workspace=space, step="fix", number=1)
    Copy.objects.create(workspace=space, files={"shop.py": "open"}, digest="digest", size_bytes=4)
    Demonstration.objects.create(lab=lab.uuid, judged=lab.judged, checks=[])
    made = ((Kind.EXPLOIT, None, "landed"), (Kind.VERDICT, 1, "still-open"), (Kind.VERDICT, 2, "proven"))
    for place, (kind, number, result) in enumerate(made):
        Submission.objects.create(
            workspace=space,
            sequence=10 * lab.uuid.int + place,
            kind=kind,
            number=number,
            state=State.FINISHED,
            files={"shop.py": "proven"},
            lab_digest=lab.digest,
            result=result,
            checks=[LANDED_JSON] if result == "still-open" else [],
            wall_seconds=1.5,
        )


LANDED_JSON = {
    "id": LANDED.id,
    "kind": "attack",
    "number": 1,
    "title": LANDED.title,
    "outcome": "landed",
    "sentence": LANDED.sentence,
    "variant": "",
    "hidden": False,
    "wall_seconds": 0.1,
    "steps": [],
}


def queries_of(page: Client, address: str) -> list[str]:
    """Return what a page asks the database, parameters and all."""
    with CaptureQueriesContext(connection) as captured:
        answer = page.get(address)
    assert answer.status_code in {200, 302}, f"{address} answers {answer.status_code}"
    return [query["sql"] for query in captured.captured_queries]


@pytest.fixture(autouse=True)
def _queue_that_waits(course: Pack, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the judge's jobs in the queue, as a page does not wait for them."""
    settings.TASKS = settings.TASKS | {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    monkeypatch.setattr(demonstrations, "_failed", set())
    monkeypatch.setattr(demonstrations, "_under_way", set())


@pytest.mark.parametrize(
    ("address", "has_worked"),
    [*((each, True) for each in MOST), *((each, False) for each in MOST if "/attempts/" not in each)],
)
def test_no_page_asks_the_same_twice(
    page: Client, course: Pack, learner: User, address: str, *, has_worked: bool
) -> None:
    """Neither for somebody who has just come nor for somebody who has done everything."""
    pack = build_course(course, 2)
    if has_worked:
        work_through(learner, pack)
    counted = Counter(queries_of(page, address))
    assert [query for query, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("address", MOST)
def test_a_larger_course_needs_no_more_queries(page: Client, course: Pack, learner: User, address: str) -> None:
    """The number stays the same for more labs and lessons, and for more questions and exercises in a lesson."""
    work_through(learner, build_course(course, 1))
    small = queries_of(page, address)
    Workspace.objects.all().delete()
    for kept in (TopicRead, Answer, Explained, ElementAnswer, Shown, Demonstration):
        kept.objects.all().delete()
    work_through(learner, build_course(course, 4))
    large = queries_of(page, address)
    assert len(large) == len(small), "\n".join(sorted(set(large) - set(small)))
    assert len(small) <= MOST[address], "\n".join(small)


@pytest.mark.parametrize("address", ALSO_IN_A_CLASS)
def test_what_a_class_does_costs_a_page_nothing(page: Client, course: Pack, learner: User, address: str) -> None:
    """As long as it does nothing else; then each page asks once."""
    build_course(course, 2)
    a_class = make_class(make_instructor("mara", "Mara"))
    Membership.objects.filter(person=learner).delete()
    seated = Membership.objects.create(person=learner, in_class=a_class, role=Role.STUDENT)
    a_class.seats.filter(number=1).update(membership=seated)
    queries_of(page, address)
    again = queries_of(page, address)
    assert len(again) <= ALSO_IN_A_CLASS[address], "\n".join(again)
    Pace.objects.create(in_class=a_class, held_note="Look up.")
    assert any("pacing_pace" in query for query in queries_of(page, address))
    assert len(queries_of(page, address)) == len(again)
