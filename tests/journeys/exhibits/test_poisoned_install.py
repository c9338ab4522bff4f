"""A learner installs a package, command by command."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_next_runs_one_command_and_says_whether_code_ran(exhibit: Open) -> None:
    """Each package, to its last command; then the source distribution once more, with wheels only."""
    shown = exhibit("poisoned-install")
    number, step = shown.locator(".answer b"), shown.get_by_role("button", name="Next")
    for scene in data_of("poisoned-install")["scenes"][:5]:
        shown.get_by_label(scene["title"], exact=True).check()
        if scene["wheels_only"]:
            shown.get_by_role("button", name="--only-binary :all:").press("Enter")
        for _ in scene["steps"]:
            step.press("Enter")
        expect(number).to_have_text(str(sum(bool(each["ran"]) for each in scene["steps"])))
