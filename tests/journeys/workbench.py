"""What a learner does at the workbench, as functions of a page."""

import re
import tomllib
from pathlib import Path

from playwright.sync_api import Page, expect

LABS = Path(__file__).resolve().parents[2] / "content" / "python-security" / "labs"
VERDICT_MILLISECONDS = 90_000
WORDS = {"proven": "It holds.", "still-open": "Still open", "broken": "Broken"}


def lab_table(lab: str) -> dict[str, object]:
    """Return lab.toml as plain tables."""
    return tomllib.loads((LABS / lab / "lab.toml").read_text())


def editable(lab: str) -> str:
    """Return the first file that learners may change."""
    run = lab_table(lab)["run"]
    assert isinstance(run, dict)
    name: str = run["editable"][0]
    return name


def fix_text(lab: str, fix: str) -> str:
    """Return a finished attempt of the lab."""
    return (LABS / lab / "fixes" / fix / editable(lab)).read_text()


def open_fix(page: Page, lab: str) -> None:
    """Open the phase *fix* and wait for the editor."""
    root = page.url.split("/", 3)
    page.goto(f"{root[0]}//{root[2]}/labs/{lab}/fix/")
    expect(page.locator(".cm-content")).to_be_visible()


def write(page: Page, text: str) -> None:
    """Replace the open file's text, by keyboard."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")  # typed over coloured text, Chromium itself tries a style attribute, which is refused
    page.keyboard.insert_text(text)


def expect_saved(page: Page) -> None:
    """Wait until the server has everything."""
    expect(page.locator("#saved")).to_have_text(re.compile(r"^saved \d\d:\d\d$"), timeout=20_000)


def judge(page: Page) -> None:
    """Hand in by the shortcut that stands on the button, and wait until the judge is at it."""
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Being tried")).to_be_visible(timeout=VERDICT_MILLISECONDS)


def expect_verdict(page: Page, result: str) -> None:
    """Wait for the word of the verdict."""
    heading = page.locator("#evidence").get_by_text(WORDS[result], exact=True).first
    expect(heading).to_be_visible(timeout=VERDICT_MILLISECONDS)
