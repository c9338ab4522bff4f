"""Worker processes do jobs, die, stop and come back: each verdict is stored once."""

import signal
import time
from uuid import UUID

import pytest

from quintain.accounts.models import User
from quintain.attempts import actions, tasks
from quintain.attempts.models import Kind, State, Submission
from quintain.attempts.submissions.queue import MOST_ATTEMPTS
from quintain.packs.model.lab import Lab
from quintain.server.jobs.sweeping import sweep
from quintain.server.jobs.timing import STALLED_SECONDS
from tests.attempts.handing_in import save_file
from tests.server.jobs.workers import Workers, age_heartbeats, jobs, rows, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_jobs")]


def hand_in(user: User, lab: Lab, text: str) -> UUID:
    """Submit a text, whose job waits in the database, and return the submission's id."""
    save_file(user, lab, "shop.py", text, actions.workspace_of(user, lab).revision)
    return tasks.hand_over(lambda: actions.submit(user, lab, Kind.VERDICT)).pk


def is_over(pk: UUID) -> bool:
    """Tell whether a submission has an outcome, whatever that is."""
    return Submission.objects.filter(pk=pk, state__in=[State.FINISHED, State.FAILED]).exists()


def test_a_worker_judges_what_a_page_has_queued(workers: Workers, learner: User, neighbour: User, lab: Lab) -> None:
    """Verdicts are in the database, jobs are gone, and a job that is delivered twice is judged once."""
    first = hand_in(learner, lab, "proven")
    tasks.judge_submission.enqueue(submission=str(first), student=str(learner.pk))
    worker = workers.start()
    second = hand_in(neighbour, lab, "open")
    wait_until(lambda: not jobs(), "all jobs are done")
    assert Submission.objects.get(pk=first).result == "proven"
    assert Submission.objects.get(pk=second).result == "still-open"
    assert sorted(workers.begun()) == ["open", "proven"]
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    assert rows("SELECT count(*) FROM procrastinate_workers") == [(0,)]


@pytest.mark.whole
def test_a_killed_worker_s_verdict_is_found_by_another(workers: Workers, learner: User, lab: Lab) -> None:
    """By itself, from the start, and stored once."""
    killed = workers.start()
    pk = hand_in(learner, lab, "wait")
    wait_until(lambda: workers.begun() == ["wait"], "the judge is at work")
    workers.start()
    killed.kill()
    wait_until(lambda: workers.begun() == ["wait", "wait"], "another worker has begun again")
    workers.let_go()
    wait_until(lambda: is_over(pk), "it is judged")
    submission = Submission.objects.get(pk=pk)
    assert (submission.result, submission.restarts, submission.number) == ("proven", 1, 1)


@pytest.mark.whole
def test_sigterm_lets_a_verdict_end(workers: Workers, learner: User, neighbour: User, lab: Lab) -> None:
    """Nobody takes it over meanwhile, however long it lasts, and nothing new is begun."""
    leaving = workers.start()
    pk = hand_in(learner, lab, "wait")
    wait_until(lambda: workers.begun() == ["wait"], "the judge is at work")
    leaving.send_signal(signal.SIGTERM)
    workers.start()
    later = time.monotonic() + STALLED_SECONDS + 6
    wait_until(lambda: time.monotonic() > later, "as long as a dead worker would be waited for, and a sweep")
    assert leaving.poll() is None
    other = hand_in(neighbour, lab, "proven")
    wait_until(lambda: is_over(other), "the other worker judges")
    workers.let_go()
    assert leaving.wait(30) == 0
    submission = Submission.objects.get(pk=pk)
    assert (submission.result, submission.restarts) == ("proven", 0)
    assert workers.begun() == ["wait", "proven"]


@pytest.mark.whole
def test_a_second_sigterm_ends_a_worker_at_once(workers: Workers, learner: User, lab: Lab) -> None:
    """Its submission is found again."""
    leaving = workers.start()
    pk = hand_in(learner, lab, "wait")
    wait_until(lambda: workers.begun() == ["wait"], "the judge is at work")
    leaving.send_signal(signal.SIGTERM)

    def has_ended() -> bool:
        leaving.send_signal(signal.SIGTERM)
        return leaving.poll() is not None

    wait_until(has_ended, "it has ended")
    workers.let_go()
    age_heartbeats()
    workers.start()
    wait_until(lambda: is_over(pk), "another one has judged it")


@pytest.mark.whole
def test_a_worker_that_was_stopped_and_comes_back_stores_nothing(workers: Workers, learner: User, lab: Lab) -> None:
    """Another one has begun the submission again; its word counts."""
    stopped = workers.start()
    pk = hand_in(learner, lab, "wait")
    wait_until(lambda: workers.begun() == ["wait"], "the judge is at work")
    stopped.send_signal(signal.SIGSTOP)
    age_heartbeats()
    sweep()
    workers.start()
    wait_until(lambda: workers.begun() == ["wait", "wait"], "another worker has begun again")
    workers.let_go()
    wait_until(lambda: is_over(pk), "it is judged")
    finished = Submission.objects.get(pk=pk).finished_at
    stopped.send_signal(signal.SIGCONT)
    after = hand_in(learner, lab, "open")
    wait_until(lambda: is_over(after), "what comes next is judged")
    stopped.send_signal(signal.SIGTERM)
    assert stopped.wait(30) == 0
    submission = Submission.objects.get(pk=pk)
    assert (submission.result, submission.restarts, submission.finished_at) == ("proven", 1, finished)


@pytest.mark.whole
def test_a_poison_job_ends_so_many_workers_and_no_more(workers: Workers, learner: User, lab: Lab) -> None:
    """Then the learner is told, and a worker judges what comes next."""
    pk = hand_in(learner, lab, "die")
    for _ in range(MOST_ATTEMPTS):
        assert workers.start().wait(60) == -signal.SIGKILL
        age_heartbeats()
        sweep()
    workers.start()
    wait_until(lambda: is_over(pk), "it is given up")
    after = hand_in(learner, lab, "proven")
    wait_until(lambda: is_over(after), "the worker judges")
    assert workers.begun() == ["die"] * MOST_ATTEMPTS + ["proven"]
    assert Submission.objects.get(pk=pk).state == State.FAILED


@pytest.mark.whole
def test_a_worker_comes_back_to_a_database_that_was_started_again(workers: Workers, learner: User, lab: Lab) -> None:
    """All its connections end, also that by which it is told of jobs."""
    worker = workers.start()
    first = hand_in(learner, lab, "proven")
    wait_until(lambda: is_over(first), "the worker judges")
    rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL")
    second = hand_in(learner, lab, "open")
    wait_until(lambda: is_over(second), "the worker judges again")
    assert worker.poll() is None
