"""Rounds of arenas and attacks on the original code, whose jobs any worker may have."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.utils import timezone

from quintain.accounts.models import Role
from quintain.arena import tasks as arena_tasks
from quintain.arena.models import Arena, Round
from quintain.attempts import tasks
from quintain.attempts.judging import demonstrations
from quintain.cohorts import actions as cohorts
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Pack
from quintain.server.jobs.sweeping import sweep
from tests.people import make_person
from tests.server.jobs.workers import age_heartbeats, jobs, rows

pytestmark = [
    pytest.mark.sample(most=1, of="file"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("no_jobs"),
]


@pytest.fixture
def begun(course: Pack, lab: Lab) -> Round:
    """Return a round that another process has planned, and has nothing left to try."""
    mara = make_person("mara", "Mara", Role.OPERATOR)
    facts = cohorts.NewClass("Ours", course.id, date(2027, 5, 3), date(2027, 5, 5), "UTC", 2)
    arena = Arena.objects.create(in_class=cohorts.make_class(facts, by=None), lab=lab.uuid, opened_by=mara)
    now = timezone.now()
    return Round.objects.create(arena=arena, number=1, server=uuid4(), begun_by=mara, closes_at=now, planned_at=now)


def test_a_round_is_played_by_whoever_has_its_job(begun: Round) -> None:
    """Not by the process that has planned it, which has no judge."""
    arena_tasks.play_round.call(of_round=str(begun.pk), student="x")
    begun.refresh_from_db()
    assert begun.ended_at


def test_a_round_without_a_job_gets_one(begun: Round) -> None:
    """Once."""
    assert (arena_tasks.reconcile(), jobs()) == (1, [("todo", 0)])
    assert (arena_tasks.reconcile(), jobs()) == (0, [("todo", 0)])
    assert rows("SELECT priority < 0 FROM procrastinate_jobs") == [(True,)]


def test_a_round_that_ends_every_worker_is_over(begun: Round) -> None:
    """The instructor can run another one."""
    arena_tasks.reconcile()
    rows("UPDATE procrastinate_jobs SET attempts = 4, status = 'doing'")
    age_heartbeats()
    sweep()
    begun.refresh_from_db()
    assert (begun.ended_at is not None, jobs()) == (True, [("failed", 5)])


def test_the_original_code_is_tried_once_and_not_again_after_a_failure(lab: Lab) -> None:
    """Which all processes read off the jobs; a lab that was changed is tried anew."""
    shown = replace(lab, judged="newer")
    tasks.ask_for_demonstration(shown)
    tasks.ask_for_demonstration(shown)
    assert jobs() == [("todo", 0)]
    rows("UPDATE procrastinate_jobs SET status = 'failed'")
    tasks.ask_for_demonstration(shown)
    assert jobs() == [("failed", 0)]
    rows('UPDATE procrastinate_jobs SET args = args || \'{"judged": "older"}\'')
    assert demonstrations.begin(shown)


def test_what_failed_in_a_worker_is_a_dead_job(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exception leaves the task, and Procrastinate notes it."""

    def broken() -> None:
        raise OSError("no boxes")

    monkeypatch.setattr(demonstrations, "current_judge", broken)
    with pytest.raises(OSError, match="no boxes"):
        tasks.demonstrate_lab.call(lab=str(lab.uuid), judged="x", student="the original code")
