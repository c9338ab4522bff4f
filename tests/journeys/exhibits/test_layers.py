"""A learner takes layers out of a program."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_each_layer_that_is_out_lets_its_attack_through(exhibit: Open) -> None:
    """The number, the lines and the buttons agree while all layers go, one after the other, by keyboard."""
    shown = exhibit("layers")
    data = data_of("layers")
    standing = (1 << len(data["layers"])) - 1
    for bit, layer in enumerate(data["layers"]):
        harmful = sum(each["outcomes"][standing] == each["harm"] for each in data["attacks"])
        expect(shown.locator(".answer b")).to_have_text(f"{harmful} of {len(data['attacks'])}")
        expect(shown.locator("line.way.harm")).to_have_count(harmful)
        expect(shown.locator(".covered .harm")).to_have_count(bit)
        button = shown.get_by_role("button", name=layer["name"], exact=True)
        expect(button).to_have_attribute("aria-pressed", "true")
        button.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "false")
        standing ^= 1 << bit
    expect(shown.locator(".answer b")).to_have_text("8 of 8")
    expect(shown.locator(".answer span")).to_contain_text("2 of 3")
