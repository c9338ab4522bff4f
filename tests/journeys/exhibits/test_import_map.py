"""A learner chooses an update, and sees which copies of a library it reaches."""

import pytest
from playwright.sync_api import expect

from .conftest import Open

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


@pytest.mark.parametrize(("update", "reached"), [("apt upgrade", 1), ("pip install -U", 2), ("new Python", 0)])
def test_no_update_reaches_every_copy(exhibit: Open, update: str, reached: int) -> None:
    """Three copies of OpenSSL; each update reaches some of them, and the others are marked."""
    shown = exhibit("import-map")
    shown.get_by_label(update).check()
    expect(shown.locator(".answer b")).to_have_text(f"{reached} of 3")
