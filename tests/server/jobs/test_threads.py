"""Jobs run in threads, and one that hangs keeps nobody waiting."""

import threading

import pytest

from quintain.server.jobs.threads import JobHangs, JobThreads
from tests.aside import run_aside


def test_what_a_job_raises_comes_out() -> None:
    """The queue is to know."""

    def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        run_aside(JobThreads(1).do(fail))


def test_a_job_that_hangs_has_no_thread_any_more() -> None:
    """The next one runs although the only thread still waits."""
    over, done = threading.Event(), threading.Event()

    async def two_jobs() -> None:
        threads = JobThreads(1, patience_seconds=0.05)
        with pytest.raises(JobHangs):
            await threads.do(lambda: over.wait(60))
        await threads.do(done.set)

    run_aside(two_jobs())
    assert done.is_set()
    over.set()
