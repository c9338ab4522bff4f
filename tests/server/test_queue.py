"""The back end of Django's Tasks API within the server's process."""

import contextvars
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from django.db import connections
from django.tasks import task, task_backends
from django.tasks.base import TaskResultStatus
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from quintain.accounts.models import User
from quintain.attempts.judging import judges
from quintain.attempts.models import Kind, State, Submission
from quintain.attempts.submissions.queue import place_in_queue
from quintain.judge.verdict import Verdict
from quintain.packs.model.lab import Lab
from quintain.server import settings as server_settings
from quintain.server.queue import InProcessBackend, Options, Queue, QueueFull, new_result
from tests.attempts.handing_in import submit
from tests.classroom import StrawJudge

GATE = threading.Event()
LATE = threading.Event()
BEGUN: list[str] = []
SERVED: Counter[str] = Counter()
"""How much was done for each student: what the judge says of real ones."""


def served_seconds(student: str) -> float:
    """Say it, as the judge does."""
    return SERVED[student]


@task
def wait(*, name: str, student: str) -> None:
    """Wait at the gate."""
    SERVED[student] += 1
    BEGUN.append(name)
    GATE.wait(10)


@task
def hang(*, name: str, student: str) -> None:
    """Wait at a gate of its own."""
    BEGUN.append(name)
    LATE.wait(10)


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
    LATE.clear()
    BEGUN.clear()
    SERVED.clear()
    InProcessBackend._queues.clear()
    options = {"workers": 2, "capacity": 3, "user": "student", "served": f"{__name__}.served_seconds"}
    backend = InProcessBackend("default", {"OPTIONS": options})
    yield backend
    GATE.set()
    until(lambda: not backend._queue._waiting and not backend._queue._busy)  # what is left must not enter the next test


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


def test_a_judge_that_hangs_is_reported_and_left_behind(
    queue: InProcessBackend, caplog: pytest.LogCaptureFixture
) -> None:
    """Its student's next submission is tried, by as many threads as before, and nobody waits for the one that hangs."""
    queue._queue._patience_seconds = 0.05
    for name in ("hangs", "hangs too"):
        queue.enqueue(wait, [], {"name": name, "student": name})
    until(lambda: len(BEGUN) == 2)
    time.sleep(0.1)
    queue.enqueue(wait, [], {"name": "next", "student": "hangs"})
    until(lambda: BEGUN[2:] == ["next"])
    assert "'name': 'hangs'" in caplog.text
    assert len(queue._queue._threads) == 4
    queue._queue._patience_seconds = 60
    GATE.set()
    until(lambda: len(queue._queue._threads) == 2 and not queue._queue._shifts)


def test_a_judge_that_hung_and_ends_late_frees_nobody(queue: InProcessBackend) -> None:
    """Its student's next submission is being tried, and the one after that waits for this one."""
    queue._queue._patience_seconds = 0.0
    queue.enqueue(hang, [], {"name": "hangs", "student": "a"})
    until(lambda: BEGUN == ["hangs"])
    queue.enqueue(wait, [], {"name": "next", "student": "a"})
    until(lambda: BEGUN[1:] == ["next"])
    queue._queue._patience_seconds = 60
    queue.enqueue(wait, [], {"name": "third", "student": "a"})
    LATE.set()
    until(lambda: not any(shift.given_up for shift in queue._queue._shifts))
    with queue._queue._changed:
        assert (queue._queue._busy, queue.place(name="third")) == ({"a"}, 1)
    GATE.set()
    until(lambda: BEGUN == ["hangs", "next", "third"])


def test_twelve_students_in_a_loop_leave_the_next_turn_to_a_neighbour(queue: InProcessBackend) -> None:
    """The judge has done something for each of them lately, and nothing for the neighbour, who came last."""
    queue._queue._capacity = 100
    for number in range(12):
        SERVED[str(number)] = 5
        for again in range(3):
            queue.enqueue(wait, [], {"name": f"{number}.{again}", "student": str(number)})
    until(lambda: len(BEGUN) == 2)
    queue.enqueue(wait, [], {"name": "neighbour", "student": "neighbour"})
    assert queue.place(name="neighbour") == 1
    GATE.set()
    until(lambda: len(BEGUN) == 37)
    assert BEGUN.index("neighbour") < 4


def test_students_who_had_the_same_are_served_in_the_order_in_which_they_came(queue: InProcessBackend) -> None:
    """And each of them once before anybody is served again."""
    queue._queue._capacity = 100
    for name in ("a1", "b1", "a2", "a3", "c1", "c2"):
        queue.enqueue(wait, [], {"name": name, "student": name[0]})
    until(lambda: len(BEGUN) == 2)
    assert [queue.place(name=name) for name in ("c1", "a2", "c2", "a3")] == [1, 2, 3, 4]


@given(st.lists(st.sampled_from("abc"), max_size=12))
def test_the_places_told_are_the_order_taken(students: list[str]) -> None:
    """With one thread and nothing new, they are exact."""
    SERVED.clear()
    queue = Queue(Options(workers=0, user="student", served=f"{__name__}.served_seconds"))
    for student in students:
        queue.put(new_result(stumble, [], {"student": student}, "default", "job"))
    told = queue._order()
    taken = []
    while job := queue._take():
        taken.append(job)
        SERVED[job.user] += 1
        queue._busy.discard(job.user)
    assert taken == told


def test_a_full_queue_says_so(queue: InProcessBackend) -> None:
    """Three wait beside the one that runs."""
    queue.enqueue(wait, [], {"name": "0", "student": "a"})
    until(lambda: BEGUN)
    for number in "123":
        assert queue.has_room()
        queue.enqueue(wait, [], {"name": number, "student": "a"})
    assert not queue.has_room()
    with pytest.raises(QueueFull):
        queue.enqueue(wait, [], {"name": "4", "student": "b"})
    assert queue.place(name="3") == 3


def test_a_task_that_fails_takes_no_thread_along(queue: InProcessBackend) -> None:
    """The thread goes on with the next."""
    results = [queue.enqueue(stumble, [], {"student": "a"}) for _ in range(3)]
    until(lambda: all(result.status is TaskResultStatus.FAILED for result in results))
    queue.enqueue(wait, [], {"name": "next", "student": "a"})
    until(lambda: BEGUN == ["next"])


def test_all_contexts_share_one_queue(settings: Settings) -> None:
    """Requests in threads and coroutines ask Django for its back end anew; a hundred of them start two threads."""
    InProcessBackend._queues.clear()
    GATE.clear()
    BEGUN.clear()
    options = {"workers": 2, "capacity": 100, "user": "student"}
    settings.TASKS = settings.TASKS | {
        "default": {"BACKEND": "quintain.server.queue.InProcessBackend", "OPTIONS": options}
    }
    before = set(threading.enumerate())

    def enqueue(number: int) -> None:
        wait.enqueue(name=str(number), student=str(number))

    for number in range(50):
        contextvars.Context().run(enqueue, number)
        in_a_thread = threading.Thread(target=enqueue, args=(50 + number,))
        in_a_thread.start()
        in_a_thread.join()
    until(lambda: len(BEGUN) == 2)
    begun = {thread.name for thread in threading.enumerate() if thread not in before}
    assert begun == {"judge-1", "judge-2"}, f"threads begun: {sorted(begun)}"
    backend = task_backends["default"]
    assert isinstance(backend, InProcessBackend)
    assert backend.place(name=BEGUN[0]) is None
    assert len(backend._queue._waiting) == 98
    GATE.set()
    until(lambda: len(BEGUN) == 100)


class WornJudge(StrawJudge):
    """Has done much for somebody."""

    def served_seconds(self, user: str) -> float:
        """Say so."""
        return 60.0 if user == "greedy" else 0.0


def test_the_servers_queue_asks_the_judge_for_turns(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """As its own settings say; before the first job there is no judge, and nothing is made to be asked."""
    options = cast("dict[str, Any]", server_settings.TASKS["default"]["OPTIONS"])  # Any: Django's settings
    queue = Queue(Options(**options))
    monkeypatch.setattr(judges, "_judges", {})
    assert queue._served("greedy") == 0.0
    assert judges._judges == {}
    judges._judges[settings.JUDGE] = cast("judges.Judge", WornJudge())
    assert [queue._served(user) for user in ("greedy", "neighbour")] == [60.0, 0.0]


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
    settings.TASKS = settings.TASKS | {
        "default": {
            "BACKEND": "quintain.server.queue.InProcessBackend",
            "OPTIONS": {"workers": 1, "capacity": 9, "user": "student"},
        }
    }
    first = submit(learner, lab, Kind.VERDICT)
    until(lambda: BEGUN)
    second = submit(neighbour, lab, Kind.VERDICT)
    assert place_in_queue(second.pk) == 1
    assert place_in_queue(first.pk) is None
    assert Submission.objects.get(pk=first.pk).state == State.RUNNING
    GATE.set()
    until(lambda: Submission.objects.filter(state=State.FINISHED).count() == 2)
    connections.close_all()
