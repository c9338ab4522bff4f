"""What tests of the web rooms share. Rooms without pages need nothing of it, and importing it loads no Django."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.sampling import (
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_configure,
    pytest_terminal_summary,
    pytest_testnodedown,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from pytest_django import Settings

    from quintain.accounts.models import User
    from quintain.packs.model.lab import Lab
    from quintain.packs.model.pack import Pack

__all__ = [
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_terminal_summary",
    "pytest_testnodedown",
]


# Of what runs in the background, or under nohup, the shell ignores some: servers that tests start would do so, too.
for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, signal.default_int_handler if number is signal.SIGINT else signal.SIG_DFL)


@pytest.fixture(autouse=True)
def _own_settings() -> Iterator[None]:
    """Leave no setting of a command that ran in this process to the tests after it, nor to programs that they start."""
    before = {name: value for name, value in os.environ.items() if name.startswith("QUINTAIN_")}
    yield
    for name in [name for name in os.environ if name.startswith("QUINTAIN_") and name not in before]:
        del os.environ[name]
    os.environ.update(before)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Fail a test that has left the folder in which tests run: those after it in this process would not find theirs."""
    yield
    folder, left = item.config.invocation_params.dir, Path.cwd()
    if left != folder:
        os.chdir(folder)
        pytest.fail(f"left this process in {left}", pytrace=False)


@pytest.fixture(scope="session")
def sandbox_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name the folder in which the sandboxes of all processes of this run keep their runtimes, each made once."""
    own = tmp_path_factory.getbasetemp()
    return (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "sandbox"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Put the test database into a real file: one in memory knows neither locks nor a journal.

    What is costly on purpose, or once for each server, is cheap for tests with it: a password is hashed at the least
    cost that Argon2 has, and the files of the pages are looked up as they are asked for, not listed for every client.
    """
    from django.conf import settings  # noqa: PLC0415

    from quintain.accounts.passwords import BoundedArgon2  # noqa: PLC0415

    BoundedArgon2.time_cost, BoundedArgon2.memory_cost = 1, 8
    settings.WHITENOISE_AUTOREFRESH = True
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        settings.DATABASES["default"]["TEST"]["NAME"] = tmp_path_factory.mktemp("database") / "test.sqlite3"


@pytest.fixture
def course(settings: Settings, tmp_path: Path) -> Pack:
    """Put a small course in the pack store, with a judge of straw that works at once."""
    from quintain.catalog import pack_store  # noqa: PLC0415
    from tests.classroom import make_pack  # noqa: PLC0415

    settings.JUDGE = "tests.classroom.make_judge"
    settings.SIGN_IN_CODES = tmp_path / "sign-in-codes"
    settings.PACK = "/nowhere"
    settings.PREVIEW = False
    settings.TASKS = {
        "default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
        "courseware": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"},
    }
    pack = make_pack()
    pack_store.put(pack)
    return pack


@pytest.fixture
def lab(course: Pack) -> Lab:
    """Return the course's first lab."""
    return course.labs["shop"]


@pytest.fixture
def learner(course: Pack, db: None) -> User:
    """Return somebody who takes the course."""
    from tests.people import make_student  # noqa: PLC0415

    return make_student("zoe", "Zoë O'Brien")


@pytest.fixture
def neighbour(course: Pack, db: None) -> User:
    """Return somebody else who takes the course."""
    from tests.people import make_student  # noqa: PLC0415

    return make_student("max", "Max")


@pytest.fixture
def page(client: Client, learner: User) -> Client:
    """Return the learner's browser."""
    client.force_login(learner, backend="quintain.accounts.backends.PersonBackend")
    return client
