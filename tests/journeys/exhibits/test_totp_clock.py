"""A learner moves the window and the server's clock."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_the_code_is_accepted_in_its_seconds_and_not_outside(exhibit: Open) -> None:
    """At the edges of each window, the answer is that of pyotp; as many codes are marked as are right."""
    shown = exhibit("totp-clock")
    window, clock = shown.get_by_role("slider").all()
    for each in data_of("totp-clock")["windows"]:
        window.fill(str(each["window"]))
        for second, said in ((each["first"], "Accepted"), (each["last"], "Accepted"), (each["last"] + 1, "Refused")):
            clock.fill(str(second))
            expect(shown.locator(".answer b")).to_have_text(said)
        clock.fill("0")
        codes = shown.locator(".exhibit-more .strip").first
        expect(codes.locator(":is(.chosen, .harm)")).to_have_count(each["right"])
