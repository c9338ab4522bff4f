"""The page of the look shows every component in every state, and passes what every page must."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from .conftest import Classroom, open_page
from .test_accessibility import RULES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

STYLES = Path(__file__).resolve().parents[2] / "frontend" / "styles"
SCRIPTLESS = r"\.(?:cm|tok)-[\w-]+"  # the editor's own names

# What the page does not show, by the reason why not.
ABSENT: Mapping[str, str] = {}


def open_gallery(page: Page, room: Classroom) -> None:
    """Open the page and wait until its script has drawn all."""
    page.goto(f"http://127.0.0.1:{room.port}/design/")
    expect(page.locator("#changed-place .cm-content")).to_be_visible()
    expect(page.locator("#watched .trial")).to_have_count(2)
    expect(page.locator("#exhibit ~ .specimen svg").first).to_be_visible()


def classes_written() -> set[str]:
    """Return the classes that the style sheets know, without those of highlighted code and of the editor itself."""
    found: set[str] = set()
    for sheet in STYLES.glob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        if sheet.name == "code.css":
            text = text.partition(".k, .kn")[0]
        for selector in re.findall(r"([^{}]+)\{", text):
            plain = re.sub(r"(?<=:is\()\.k[^)]*(?=\))|" + SCRIPTLESS, "", selector)
            found |= set(re.findall(r"\.([a-z][\w-]*)", plain)) if not selector.strip().startswith("@") else set()
    return found


def test_every_component_of_the_styles_is_shown(learner: Page, classroom: Classroom) -> None:
    """A class of the style sheets stands on the page, or in the list above with a reason."""
    open_gallery(learner, classroom)
    shown = set(learner.evaluate("[...new Set([...document.querySelectorAll('*')].flatMap((e) => [...e.classList]))]"))
    assert sorted(classes_written() - shown - set(ABSENT)) == []
    assert sorted(set(ABSENT) & shown) == [], "shown after all"
    assert sorted(set(ABSENT) - classes_written()) == [], "in no style sheet any more"
