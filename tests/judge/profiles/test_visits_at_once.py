"""A clock that the judge sets, visitors who come at once, and many visits in one box."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from quintain.judge.errors import LabBroken
from quintain.judge.judge import Judge
from quintain.judge.profiles.http import HttpBox
from quintain.judge.verdict import Step, StepKind
from quintain.judge.worker.check_runner import CheckContext
from quintain.packs.model.lab import Lab
from tests.judge.meeting import observe

type House = Callable[[Callable[[HttpBox], object]], tuple[Step, ...]]

# Each visit to /meet waits inside until a second one is there too, and tells how many it has met.
APP = """
import threading
from pathlib import Path

both = threading.Barrier(2)


def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    if environ["PATH_INFO"] == "/meet":
        both.wait(5)
        return [environ["QUERY_STRING"].encode()]
    if environ["PATH_INFO"] == "/clock":
        return [Path("/lab/clock.txt").read_bytes()]
    return [b"hello"]
"""


@pytest.fixture
def house(judge: Judge, guests: Lab) -> House:
    """Let a function visit the app in a fresh box, and give the timeline."""

    def visit(work: Callable[[HttpBox], object]) -> tuple[Step, ...]:
        name = guests.run.editable[0]
        lab = replace(guests, run=replace(guests.run, target=f"{name.removesuffix('.py')}:app"))

        def meet_app(context: CheckContext) -> None:
            assert isinstance(context.box, HttpBox)
            work(context.box)

        return observe(judge, lab, {name: APP}, meet_app).steps

    return visit


def test_visits_are_under_way_together(house: House) -> None:
    """Each is answered only when both are inside; the answers keep the order of the arguments."""

    def work(box: HttpBox) -> None:
        first, second = box.client(), box.client()
        answers = box.at_once(lambda: first.get("/meet?a"), lambda: second.get("/meet?b"))
        assert [answer.text for answer in answers] == ["a", "b"]
        assert box.answers == 2

    steps = house(work)
    kinds = [step.kind for step in steps if step.kind is not StepKind.RAN]
    assert kinds == [StepKind.SENT, StepKind.CAME_BACK] * 2  # told one after the other, as a reader needs it


def test_what_one_visit_raises_is_raised(house: House) -> None:
    """A fault of the suspect is not lost in a thread."""

    def work(box: HttpBox) -> None:
        def fail() -> None:
            raise LabBroken("mine")

        with pytest.raises(LabBroken, match="mine"):
            box.at_once(lambda: box.http.get("/"), fail)  # type: ignore[arg-type]

    house(work)


def test_judge_sets_the_clock_that_the_app_reads(house: House) -> None:
    """A file is replaced between two visits, whether it was there or not."""

    def work(box: HttpBox) -> None:
        for now in ("1800000000", "1800000030"):
            box.write("clock.txt", now)
            assert box.http.get("/clock").text == now
            assert box.read("clock.txt") == now.encode()

    house(work)


def test_learners_files_are_not_written(house: House, guests: Lab) -> None:
    """What is judged is what was handed in."""

    def work(box: HttpBox) -> None:
        with pytest.raises(LabBroken, match="is the learner's"):
            box.write(guests.run.editable[0], "")

    house(work)


def test_hundreds_of_visits_fit_into_one_box(house: House) -> None:
    """A guesser needs many tries; no descriptor of the box is used up by them."""

    def work(box: HttpBox) -> None:
        for _ in range(200):
            assert box.http.post("/", data={"code": "123456"}).text == "hello"

    house(work)
