"""What these tests leave behind: nothing."""

from collections.abc import Iterator

import pytest

from tests.attempts import real_judge


@pytest.fixture(scope="session", autouse=True)
def leave_nothing() -> Iterator[None]:
    """Close the real judge's sandbox at the end: the room keeps its judge from one module to the next."""
    yield
    real_judge.leave_nothing()
