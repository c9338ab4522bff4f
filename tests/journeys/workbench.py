"""What a learner does at the workbench, as functions of a page."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from .conftest import Classroom, open_page, sign_in

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
    _open_phase(page, lab, "fix")


def open_find(page: Page, lab: str) -> None:
    """Open the phase *find* and wait for the editor."""
    _open_phase(page, lab, "find")


def show_file(page: Page, path: str) -> None:
    """Choose a file by its tab; one whose tab does not fit into the row, from the menu of all files."""
    tab = page.locator(f'#files [role=tab][data-path="{path}"]')
    if tab.is_visible():
        tab.click()
    else:
        page.locator("#files-button").click()
        page.locator("#files-menu").get_by_text(path, exact=True).click()
    expect(tab).to_have_attribute("aria-selected", "true")


def open_break(page: Page, lab: str) -> None:
    """Open the phase *break* and wait for the editor."""
    _open_phase(page, lab, "break")


def _open_phase(page: Page, lab: str, phase: str) -> None:
    root = page.url.split("/", 3)
    page.goto(f"{root[0]}//{root[2]}/labs/{lab}/{phase}/")
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


def sign_in_again(context: BrowserContext, classroom: Classroom) -> None:
    """Sign in in a tab of its own, as somebody does whose session has ended."""
    tab = context.new_page()
    sign_in(tab, classroom)
    tab.close()


def come_back_with_what_was_typed_offline(
    browser: Browser, classroom: Classroom, open_phase: Callable[[Page, str], None]
) -> Page:
    """Type while the server is dead, close the tab, and find it all in another one."""
    context, page, _ = open_page(browser, classroom)
    open_phase(page, "redos")
    classroom.kill()
    write(page, "# only in the browser\n")
    expect(page.locator("#offline")).to_be_visible(timeout=20_000)
    page.close()
    classroom.start()
    again = context.new_page()
    sign_in(again, classroom)
    open_phase(again, "redos")
    expect(again.locator(".cm-content")).to_contain_text("# only in the browser")
    return again
