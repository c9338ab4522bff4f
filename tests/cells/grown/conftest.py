"""Cells that run for all tests of this folder, and a class for each test; nothing is emptied in between."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings as of_django
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker

from quintain.accounts.models import User
from quintain.catalog import pack_store
from quintain.coedit import actions
from quintain.coedit.models import Consent, PairSession
from quintain.coedit.queries import names_of
from quintain.cohorts.models import Class
from quintain.packs import load_pack
from quintain.packs.model.lab import Lab
from tests.cells.grown.processes import Cells
from tests.courses import small_course
from tests.dashboards.filling import Story, fill, make_class, make_instructor


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a database that processes share where there is none."""
    skip = pytest.mark.skip(reason="run by tests/cells/test_cells_in_database.py")
    for item in items:
        if Path(__file__).parent in item.path.parents and not of_django.IS_GROWN:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def database(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make a database for the tests, which real processes use as well."""
    of_django.CLASSROOM = True
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
        yield
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def lab(database: None) -> Lab:
    """Return a lab of the course that the cells teach."""
    pack_store.put(load_pack(small_course()))
    return pack_store.current_pack().labs["redos"]


@pytest.fixture(scope="session")
def cells(database: None, lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cells]:
    """Start cells, and kill them at the end."""
    cells = Cells(Path(os.environ.get("KEEP_CELLS") or tmp_path_factory.mktemp("cells")))
    yield cells
    cells.stop()


@dataclass(frozen=True)
class Pair:
    """A student who has let an instructor type."""

    session: PairSession
    student: User
    instructor: User
    lab: Lab
    in_class: Class

    @property
    def text(self) -> str:
        """The name of the first shared text."""
        return names_of(self.lab)[0]


_count = iter(range(1000))


@pytest.fixture
def pair(lab: Lab) -> Pair:
    """Return a new class with a student and an instructor in one editor."""
    return make_pair(lab)


def make_pair(lab: Lab) -> Pair:
    """Make a class with a student and an instructor in one editor."""
    number = next(_count)
    instructor = make_instructor(f"mara{number}", f"Mara {number}")
    a_class = make_class(instructor)
    student = fill(a_class, lab, (Story(f"Elif {number}"),))[0]
    instructor = User.objects.get(pk=instructor.pk)
    session = actions.ask(a_class, student, lab, by=instructor)
    actions.answer(session, Consent.TYPE, lab, by=User.objects.get(pk=student.pk))
    return Pair(PairSession.objects.get(pk=session.pk), student, instructor, lab, a_class)
