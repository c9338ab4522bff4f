"""Attempts are judged again by workers anywhere, one at a time, and behind everything for which somebody waits."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from quintain.attempts.actions import workspace_of
from quintain.attempts.models import Kind, State, Submission, SubmissionCounter
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Pack
from quintain.rejudging import actions, tasks
from quintain.rejudging.errors import AlreadyJudging
from quintain.rejudging.models import Item, Run
from quintain.server.jobs.sweeping import sweep
from tests.people import make_student
from tests.server.jobs.workers import Workers, age_heartbeats, jobs, rows, wait_until

pytestmark = [
    pytest.mark.sample(most=1, of="file"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("no_jobs"),
]

type Ask = Callable[..., Run]


@pytest.fixture
def ask(course: Pack, lab: Lab) -> Ask:
    """Return what asks for a run over attempts with these texts."""

    def asked(*texts: str) -> Run:
        for number, text in enumerate(texts):
            Submission.objects.create(
                workspace=workspace_of(make_student(f"s{number}", f"S{number}"), lab),
                sequence=SubmissionCounter.objects.create().pk,
                kind=Kind.VERDICT,
                number=1,
                state=State.FINISHED,
                result="proven",
                files={"shop.py": text},
            )
        (run,) = tasks.ask([lab], None, is_of_all=False, by=None)
        return run

    return asked


def begun(workers: Workers) -> list[str]:
    """Return what the judges have begun; the name of the user has a space."""
    path = workers.folder / "begun"
    return [line.split()[-1] for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def test_a_run_and_its_job_come_together(ask: Ask, lab: Lab) -> None:
    """The job is behind those of learners; where the run is refused, there is no second job."""
    run = ask("good")
    with pytest.raises(AlreadyJudging):
        tasks.ask([lab], None, is_of_all=False, by=None)
    assert (jobs(), tasks.pick_up(), tasks.resume()) == ([("todo", 0)], 0, 0)
    assert rows("SELECT priority <= -10000, args->>'rejudging' FROM procrastinate_jobs") == [(True, str(run.pk))]
    assert (tasks.reconcile(), jobs()) == (0, [("todo", 0)])


def test_a_run_survives_the_worker_that_is_killed_over_it(ask: Ask, workers: Workers) -> None:
    """Another one goes on with the attempt that was being judged; those before are not judged again."""
    run = ask("good", "wait", "open")
    first = workers.start()
    wait_until(lambda: begun(workers) == ["good", "wait"], "the first worker judges")
    first.kill()
    first.wait()
    age_heartbeats()
    assert sweep() == 1
    workers.let_go()
    workers.start()
    wait_until(lambda: Run.objects.get(pk=run.pk).state == "finished", "the second worker ends the run")
    assert begun(workers) == ["good", "wait", "wait", "open"]
    assert list(Item.objects.values_list("result", flat=True)) == ["proven", "proven", "still-open"]


def test_a_run_without_a_job_gets_one_and_one_that_is_given_up_ends(ask: Ask) -> None:
    """As after a database that was moved, or over an attempt that ends every worker."""
    run = ask("good")
    rows("DELETE FROM procrastinate_jobs")
    assert (sweep(), jobs(), sweep()) == (1, [("todo", 0)], 0)
    rows("UPDATE procrastinate_jobs SET attempts = 4, status = 'doing'")
    age_heartbeats()
    sweep()
    run.refresh_from_db()
    assert (run.state, run.reason, jobs()) == ("ended", "judge-failed", [("failed", 5)])


def test_a_worker_that_was_only_slow_stores_nothing_any_more(ask: Ask, lab: Lab) -> None:
    """Once another one has taken the run."""
    run = ask("good")
    held = actions.claim(run.pk, lab)
    assert held
    attempt = actions.next_attempt(held)
    assert attempt
    Run.objects.filter(pk=run.pk).update(server=uuid4())
    tasks.rejudge_attempts.call(rejudging=str(run.pk), lab=str(lab.uuid), student="x")
    assert Item.objects.count() == 1
    run.refresh_from_db()
    assert run.state == "finished"
