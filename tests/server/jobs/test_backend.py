"""Jobs are in the database with what they are about, and taken in an order that is fair."""

from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.tasks import task_backends
from pytest_django import Settings

from quintain.accounts.models import User
from quintain.attempts import actions, tasks
from quintain.attempts.errors import QueueFull
from quintain.attempts.models import Kind, Submission
from quintain.attempts.submissions.queue import place_in_queue, places_in_queue, shared_queue
from quintain.packs.model.lab import Lab
from quintain.server.queue import QueueFull as NoRoom
from tests.server.jobs.workers import jobs, rows

pytestmark = [
    pytest.mark.sample(most=3, of="file"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("no_jobs"),
]


class Regret(Exception):  # noqa: N818  not an error
    """Somebody thinks better of it."""


def test_a_job_comes_with_its_submission(learner: User, lab: Lab) -> None:
    """As one transaction, with the person's lock."""
    submission = tasks.hand_over(lambda: actions.submit(learner, lab, Kind.VERDICT))
    found = rows("SELECT task_name, lock, args->>'submission' FROM procrastinate_jobs")
    assert found == [("quintain.attempts.tasks.judge_submission", f"user-{learner.pk}", str(submission.pk))]
    assert place_in_queue(submission.pk) == 1
    assert submission.server is None


def test_a_transaction_that_is_rolled_back_leaves_no_job(learner: User, lab: Lab) -> None:
    """Nor a submission, so that the person can submit again."""

    def regret() -> None:
        with transaction.atomic():
            tasks.hand_over(lambda: actions.submit(learner, lab, Kind.VERDICT))
            assert jobs() == [("todo", 0)]
            raise Regret

    with pytest.raises(Regret):
        regret()
    assert (jobs(), Submission.objects.count()) == ([], 0)


def test_a_queue_that_is_full_leaves_no_submission(learner: User, lab: Lab, settings: Settings) -> None:
    """The person is told, and nothing waits for ever."""
    full = task_backends.settings["default"] | {"OPTIONS": {"capacity": 0, "user": "student"}}
    settings.TASKS = {"default": full}
    with pytest.raises(QueueFull):
        tasks.hand_over(lambda: actions.submit(learner, lab, Kind.VERDICT))
    with pytest.raises(NoRoom):
        queue("1")
    assert (jobs(), Submission.objects.count()) == ([], 0)


def test_users_take_turns() -> None:
    """One who has many jobs does not keep another waiting who has one."""
    for user in "aaaaaaaaaabbbc":
        queue(user)
    assert "".join(take_all()) == "abcababaaaaaaa"


def test_one_job_of_a_user_runs_at_a_time() -> None:
    """Whoever takes the next one gets another user's."""
    for user in "aab":
        queue(user)
    assert [take(), take(), take()] == ["a", "b", None]


def test_what_nobody_waits_for_comes_last() -> None:
    """Attacks on the original code, and rounds of arenas, though they were queued first."""
    tasks.demonstrate_lab.enqueue(lab=str(uuid4()), judged="x", student="the original code")
    for user in "aaa":
        queue(user)
    assert take_all() == ["a", "a", "a", "the original code"]


def test_a_place_counts_those_that_come_before() -> None:
    """As they will be taken, not as they came."""
    numbers = [queue(user) for user in "aab"]
    assert [place_in_queue(number) for number in numbers] == [1, 3, 2]
    assert list(places_in_queue([*numbers, gone := uuid4()]).items()) == [
        *zip(numbers, (1, 3, 2), strict=True),
        (gone, None),
    ]
    take()
    assert [place_in_queue(number) for number in numbers] == [None, 2, 1]


def test_an_operator_sees_how_many_wait_and_what_was_given_up() -> None:
    """With whose it was."""
    shared = shared_queue()
    assert shared
    queue("7")
    queue("8")
    rows("UPDATE procrastinate_jobs SET status = 'failed', attempts = 5 WHERE lock = 'user-7'")
    overview = shared.overview()
    assert (overview.waiting, overview.running, overview.workers) == (1, 0, 0)
    (dead,) = overview.dead
    assert (dead.task, dead.user, dead.attempts) == ("quintain.attempts.tasks.judge_submission", "7", 5)
    assert shared.living("student") == {"8"}
    assert shared.dead("student") == {"7"}


def queue(user: str) -> UUID:
    """Queue a job of a user, and return the submission's id."""
    number = uuid4()
    tasks.judge_submission.enqueue(submission=str(number), student=user)
    return number


def take() -> str | None:
    """Take the next job, as a worker does, and return whose it is."""
    ((lock,),) = rows("SELECT lock FROM procrastinate_fetch_job_v2(NULL, NULL)")
    return lock.removeprefix("user-") if lock else None


def take_all() -> list[str]:
    """Do one job after the other."""
    users = []
    while user := take():
        rows("DELETE FROM procrastinate_jobs WHERE status = 'doing'")
        users.append(user)
    return users
