"""The back end of Django's Tasks API within the server's process."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections
from django.tasks import task
from django.tasks.base import TaskResultStatus
from pytest_django import Settings

from quintain.accounts.models import User
from quintain.attempts import actions
from quintain.attempts.models import Kind, State, Submission
from quintain.attempts.tasks import place_in_queue
from quintain.judge.verdict import Verdict
from quintain.packs.model import Lab
from quintain.server.queue import InProcessBackend
from tests.classroom import StrawJudge

GATE = threading.Event()
BEGUN: list[str] = []


@task
def wait(*, name: str, student: str) -> None:
    """Wait at the gate."""
    BEGUN.append(name)
    GATE.wait(10)


@task
def stumble(*, student: str) -> None:
    """Fail."""
    raise ValueError(student)


def until(holds: Callable[[], object]) -> None:
    """Wait for something that another thread does."""
    for _ in range(500):
        if holds():
            return
        time.sleep(0.01)
    pytest.fail("it did not happen within five seconds")


@pytest.fixture
def queue() -> Iterator[InProcessBackend]:
    """Return a queue with two threads."""
    GATE.clear()
    BEGUN.clear()
    backend = InProcessBackend("default", {"OPTIONS": {"workers": 2, "capacity": 3, "lane": "student"}})
    yield backend
    GATE.set()
    until(lambda: not len(backend._lanes) and not backend._lanes._busy)  # what is left must not enter the next test


def test_two_students_run_at_once_and_a_third_waits(queue: InProcessBackend) -> None:
    """Places count from 1 and move up."""
    for student in "abc":
        queue.enqueue(wait, [], {"name": student, "student": student})
    until(lambda: len(BEGUN) == 2)
    assert queue.place(name="c") == 1
    assert queue.place(name="a") is None
    GATE.set()
    until(lambda: len(BEGUN) == 3)


def test_one_student_runs_once_at_a_time(queue: InProcessBackend) -> None:
    """A free thread does not help who runs already."""
    for name in ("first", "second"):
        queue.enqueue(wait, [], {"name": name, "student": "a"})
    until(lambda: BEGUN == ["first"])
    time.sleep(0.05)
    assert BEGUN == ["first"]


def test_a_full_queue_says_so(queue: InProcessBackend) -> None:
    """Three wait beside the one that runs."""
    queue.enqueue(wait, [], {"name": "0", "student": "a"})
    until(lambda: BEGUN)
    for number in "123":
        assert queue.has_room()
        queue.enqueue(wait, [], {"name": number, "student": "a"})
    assert not queue.has_room()


def test_a_task_that_fails_takes_no_thread_along(queue: InProcessBackend) -> None:
    """The thread goes on with the next."""
    results = [queue.enqueue(stumble, [], {"student": "a"}) for _ in range(3)]
    until(lambda: all(result.status is TaskResultStatus.FAILED for result in results))
    queue.enqueue(wait, [], {"name": "next", "student": "a"})
    until(lambda: BEGUN == ["next"])


class SlowJudge(StrawJudge):
    """Waits at the gate."""

    def _play(self, *arguments: Any) -> Verdict:  # passes everything on
        BEGUN.append("judge")
        GATE.wait(10)
        return super()._play(*arguments)


def make_slow_judge() -> SlowJudge:
    """Return it."""
    return SlowJudge()


@pytest.mark.django_db(transaction=True)
def test_submissions_go_through_threads_and_tell_their_place(
    queue: InProcessBackend, learner: User, neighbour: User, lab: Lab, settings: Settings
) -> None:
    """With one thread the second student waits in place 1, and both get their verdict."""
    settings.JUDGE = f"{__name__}.make_slow_judge"
    settings.TASKS = {
        "default": {
            "BACKEND": "quintain.server.queue.InProcessBackend",
            "OPTIONS": {"workers": 1, "capacity": 9, "lane": "student"},
        }
    }
    first = actions.submit(learner, lab, Kind.VERDICT)
    until(lambda: BEGUN)
    second = actions.submit(neighbour, lab, Kind.VERDICT)
    assert place_in_queue(second.pk) == 1
    assert place_in_queue(first.pk) is None
    assert Submission.objects.get(pk=first.pk).state == State.RUNNING
    GATE.set()
    until(lambda: Submission.objects.filter(state=State.FINISHED).count() == 2)
    connections.close_all()
