"""The real judge of these tests, closed at the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attempts import real_judge


@pytest.fixture(scope="session", autouse=True)
def close_real_judge(sandbox_folder: Path) -> Iterator[None]:
    """Close the real judge's sandbox at the end: the room keeps its judge from one module to the next."""
    real_judge.folder = sandbox_folder
    yield
    real_judge.close()
