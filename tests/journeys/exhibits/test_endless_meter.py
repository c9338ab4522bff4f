"""A learner reads a device piece by piece, without a limit and with one."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_reading_goes_on_until_there_is_a_limit(exhibit: Open) -> None:
    """Each piece adds to what was read; with a limit, the program refuses."""
    shown = exhibit("endless-meter")
    data = data_of("endless-meter")
    number = shown.locator(".answer b")
    pieces = shown.get_by_role("slider")
    expect(number).to_have_text(f"{data['piece']:,}")
    pieces.press("ArrowRight")
    expect(number).to_have_text(f"{2 * data['piece']:,}")

    shown.get_by_label(f"at most {data['limit']:,} bytes").check()
    expect(number).to_have_text("refused")

    shown.get_by_label("a FIFO", exact=True).check()
    expect(number).to_have_text("waits")
    shown.get_by_label("/proc/self/environ").check()
    expect(number).to_have_text("32")
