"""Jobs of workers that have stopped are found, begun again by one other, and not for ever."""

import pytest

from quintain.accounts.models import User
from quintain.attempts import actions, tasks
from quintain.attempts.models import Kind, State, Submission
from quintain.attempts.submissions.queue import MOST_ATTEMPTS, shared_queue
from quintain.judge.verdict import Fault, Result, Verdict
from quintain.packs.model.lab import Lab
from quintain.server.jobs.sweeping import forget_dead, sweep
from tests.at_once import at_once
from tests.server.jobs.workers import age_heartbeats, jobs, rows

pytestmark = [
    pytest.mark.sample(most=3, of="file"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("no_jobs"),
]

PROVEN = Verdict(Result.PROVEN, "It holds.", (), 7, 1.0)


@pytest.fixture
def submission(learner: User, lab: Lab) -> Submission:
    """Return a submission whose job a worker has taken."""
    submission = tasks.hand_over(lambda: actions.submit(learner, lab, Kind.VERDICT))
    take()
    return submission


def take() -> None:
    """Take the next job, for a new worker."""
    rows("SELECT procrastinate_fetch_job_v2(NULL, worker_id) FROM procrastinate_register_worker_v1()")


def test_a_worker_that_lives_keeps_its_job(submission: Submission) -> None:
    """However long it takes."""
    assert (sweep(), jobs()) == (0, [("doing", 0)])


def test_sweepers_at_once_queue_a_job_once(submission: Submission) -> None:
    """All web processes and workers sweep."""
    age_heartbeats()
    assert sum(found for found in at_once(lambda _: sweep(), range(6)) if isinstance(found, int)) == 1
    assert jobs() == [("todo", 1)]


def test_a_verdict_is_stored_once_however_often_it_is_delivered(submission: Submission) -> None:
    """A worker that comes back after another one has its submission stores nothing."""
    first = actions.begin(submission.pk)
    assert first
    age_heartbeats()
    sweep()
    take()
    second = actions.begin(submission.pk)
    assert second
    assert (first.restarts, second.restarts) == (0, 1)
    assert not actions.finish(first, PROVEN)
    assert actions.finish(second, PROVEN)
    assert not actions.finish(second, PROVEN)
    assert actions.begin(submission.pk) is None
    submission.refresh_from_db()
    assert (submission.state, submission.number) == (State.FINISHED, 1)


def test_a_worker_that_comes_back_before_another_has_begun_stores_its_verdict(submission: Submission) -> None:
    """What it has done is not done again."""
    first = actions.begin(submission.pk)
    assert first
    age_heartbeats()
    sweep()
    assert actions.finish(first, PROVEN)
    take()
    assert actions.begin(submission.pk) is None


def test_a_job_that_ends_every_worker_is_given_up(submission: Submission, learner: User, lab: Lab) -> None:
    """The learner is told, it costs no attempt, and the next submission can be made."""
    for _ in range(MOST_ATTEMPTS):
        assert actions.begin(submission.pk)
        age_heartbeats()
        sweep()
        take()
    assert jobs() == [("failed", MOST_ATTEMPTS)]
    submission.refresh_from_db()
    assert (submission.state, submission.result, submission.number) == (State.FAILED, Result.ERROR, None)
    assert submission.fault
    assert "stopped each time" in submission.fault["message"]
    shared = shared_queue()
    assert shared
    assert [dead.user for dead in shared.overview().dead] == [str(learner.pk)]
    tasks.hand_over(lambda: actions.submit(learner, lab, Kind.VERDICT))
    assert sweep() == 0


def test_what_has_lost_its_job_gets_another(submission: Submission) -> None:
    """Such as what a server with a queue in memory had left, or what a worker ended that was thought dead."""
    assert actions.begin(submission.pk)
    rows("DELETE FROM procrastinate_jobs")
    assert sum(found for found in at_once(lambda _: tasks.reconcile(), range(4)) if isinstance(found, int)) >= 1
    living = [state for state, _ in jobs()]
    assert living
    assert set(living) == {"todo"}
    assert tasks.reconcile() == 0


def test_what_lost_its_job_too_often_is_given_up(submission: Submission) -> None:
    """Also where no job remembers it."""
    Submission.objects.filter(pk=submission.pk).update(restarts=MOST_ATTEMPTS - 1)
    rows("DELETE FROM procrastinate_jobs")
    assert (tasks.reconcile(), jobs()) == (1, [])
    assert Submission.objects.get().state == State.FAILED


def test_what_is_over_is_left_alone(submission: Submission) -> None:
    """It needs no job."""
    begun = actions.begin(submission.pk)
    assert begun
    assert actions.fail(begun, Fault("x", "y", "z", "r"))
    rows("DELETE FROM procrastinate_jobs")
    assert (sweep(), jobs()) == (0, [])


def test_dead_jobs_are_forgotten_after_a_month(submission: Submission) -> None:
    """Not before: an operator looks at them."""
    rows("UPDATE procrastinate_jobs SET status = 'failed'")
    forget_dead()
    assert jobs() == [("failed", 0)]
    rows("UPDATE procrastinate_events SET at = now() - interval '31 days'")
    forget_dead()
    assert jobs() == []
