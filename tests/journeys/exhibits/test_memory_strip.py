"""A learner makes a name longer, and sees which bytes it overwrites."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_the_strip_tells_what_was_recorded(exhibit: Open) -> None:
    """Each build at lengths where its outcome changes: the large word is that of the recorded process."""
    shown = exhibit("memory-strip")
    slider = shown.get_by_label("Length of the name")
    for index, build in enumerate(data_of("memory-strip")["builds"]):
        shown.locator("fieldset").nth(0).locator("input").nth(index).check()
        for count in (15, 16, 17, 24, 25, 39, 60):
            slider.fill(str(count))
            finished, first, _ = build["runs"]["a"][count]
            large = first if isinstance(first, str) else "admin" if first else "not admin"
            expect(shown.locator(".answer b")).to_have_text(large)
            expect(shown.locator(".byte.harm")).to_have_count(max(0, count + 1 - 16) if finished else 0)


def test_nine_characters_are_eighteen_bytes(exhibit: Open) -> None:
    """By keyboard: with ü, the ninth character makes an administrator."""
    shown = exhibit("memory-strip")
    shown.get_by_label("ü", exact=True).check()
    slider = shown.get_by_label("Length of the name")
    slider.fill("7")
    expect(shown.locator(".answer b")).to_have_text("not admin")
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "9 characters, 18 bytes")
    expect(shown.locator(".answer b")).to_have_text("admin")
