"""Keeps the suite as short as it is when exhibits are added: of all their tests, a sample is run."""

import pytest


def pytest_itemcollected(item: pytest.Item) -> None:
    """Draw from all tests of this folder; a script that a commit has touched is recorded again whole."""
    item.add_marker(pytest.mark.sample(most=24, of="folder"))
