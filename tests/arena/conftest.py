"""A class with a lab to break, and students whose work is proven."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from pytest_django import Settings

from quintain.accounts.models import User
from quintain.arena import actions
from quintain.arena.models import Arena
from quintain.attempts.judging import judges
from quintain.catalog import pack_store
from quintain.cohorts.models import Class
from quintain.packs.model.lab import Break, Lab
from quintain.packs.model.pack import Pack
from tests.arena.straw import ArenaJudge, renew
from tests.arena.work import prove
from tests.audit_log import erasable_log
from tests.classroom import make_lab, make_pack
from tests.dashboards.conftest import SignIn, a_class, mara, operator, page_of_mara, sign_in
from tests.dashboards.filling import Story, fill

__all__ = ["SignIn", "a_class", "erasable_log", "mara", "operator", "page_of_mara", "sign_in"]

type Students = Callable[..., list[User]]


@pytest.fixture
def course(course: Pack) -> Pack:
    """Put a course in the pack store whose first lab has a phase *break*."""
    pack = make_pack(replace(make_lab(), break_=Break("secret", "reference.py")), make_lab("store", number=2))
    pack_store.put(pack)
    return pack


@pytest.fixture
def judge(settings: Settings, course: Pack) -> Iterator[ArenaJudge]:
    """Return the judge of straw that the server uses."""
    settings.JUDGE = "tests.arena.straw.make_judge"
    judges._judges.pop(settings.JUDGE, None)
    yield renew()
    judges._judges.pop(settings.JUDGE, None)


@pytest.fixture
def arena(a_class: Class, mara: User, lab: Lab, judge: ArenaJudge) -> Arena:
    """Return an open arena in which each student plays alone."""
    return actions.open_arena(a_class, lab, by=mara)


@pytest.fixture
def students(a_class: Class, lab: Lab) -> Students:
    """Return what seats students, each with a proven fix and an exploit that succeeded: ``name=(fix, exploit)``."""

    def seated(**works: tuple[str, str]) -> list[User]:
        people = fill(a_class, lab, tuple(Story(name) for name in works))
        for person, (fix, exploit) in zip(people, works.values(), strict=True):
            prove(person, lab, fix, exploit)
        return people

    return seated


def instructor_of(arena: Arena) -> User:
    """Return who has opened an arena."""
    assert arena.opened_by is not None
    return arena.opened_by
