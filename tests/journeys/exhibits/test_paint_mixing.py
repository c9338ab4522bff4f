"""A learner comes between an app and a server, and lets the app check its public key."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]

SAYS = {"reads": "Read", "refused": "Refused", "safe": "Safe"}


def test_each_check_meets_each_attacker(exhibit: Open) -> None:
    """The outcome and the number of secrets are those of the run."""
    shown = exhibit("paint-mixing")
    for scene in data_of("paint-mixing")["scenes"]:
        shown.get_by_role("radio", name=scene["attacker"], exact=True).check()
        shown.get_by_role("radio", name=scene["check"], exact=True).check()
        expect(shown.locator(".answer b")).to_have_text(SAYS[scene["outcome"]])
        colours = len(scene["messages"]) + sum(map(len, scene["secrets"].values()))
        expect(shown.locator("svg .swatch")).to_have_count(colours)
