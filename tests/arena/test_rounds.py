"""Rounds of an arena: what is tried, what is kept of it, and what ends one."""

import pytest

from quintain.accounts.models import User
from quintain.arena import actions, queries, tasks
from quintain.arena.models import Arena, Kind, Outcome, Round, Trial
from tests.arena.conftest import Students
from tests.arena.straw import ArenaJudge

pytestmark = pytest.mark.django_db(transaction=True)


def enter_all(arena: Arena, people: list[User]) -> None:
    """Enter all that these students have, under their first names."""
    for person in people:
        for kind in Kind:
            if queries.latest_work(arena, person, kind):
                actions.enter(arena, kind, by=person, name=f"{person.display_name} X")


def run(arena: Arena, by: User) -> Round:
    """Run a round to its end, with the queue of these tests."""
    begun = actions.begin_round(arena, by=by)
    tasks.enqueue(begun)
    begun.refresh_from_db()
    return begun


def outcomes(arena: Arena) -> dict[tuple[str, str], str]:
    """Return what is stored, by the names of both students."""
    return {
        (trial.exploit.entrant.person.display_name, trial.fix.entrant.person.display_name): trial.outcome
        for trial in Trial.objects.filter(of_round__arena=arena)
    }


def test_each_exploit_meets_each_fix_of_the_others(
    arena: Arena, mara: User, students: Students, judge: ArenaJudge
) -> None:
    """Nobody's own; and the round is over when all is tried."""
    people = students(Elif=("quotes", "numbers"), Hugo=("numbers", "quotes"), Ines=("sound", "numbers"))
    enter_all(arena, people)
    begun = run(arena, mara)
    assert begun.ended_at is not None
    assert outcomes(arena) == {
        ("Elif", "Hugo"): Outcome.SUCCEEDED,
        ("Elif", "Ines"): Outcome.STOPPED,
        ("Hugo", "Elif"): Outcome.SUCCEEDED,
        ("Hugo", "Ines"): Outcome.STOPPED,
        ("Ines", "Elif"): Outcome.STOPPED,
        ("Ines", "Hugo"): Outcome.SUCCEEDED,
    }
    assert len(judge.runs) == 6
